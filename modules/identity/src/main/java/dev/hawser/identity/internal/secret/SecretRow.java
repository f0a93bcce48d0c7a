package dev.hawser.identity.internal.secret;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code environment_secret}. */
@MappedEntity(value = "environment_secret", schema = "identity")
record SecretRow(
    UUID projectId,
    String name,
    @Id UUID vaultItemId,
    String fingerprint,
    String createdBy,
    Instant createdAt,
    String changedBy,
    Instant changedAt) {}
