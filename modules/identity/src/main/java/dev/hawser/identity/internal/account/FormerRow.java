package dev.hawser.identity.internal.account;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code former_member}. */
@MappedEntity(value = "former_member", schema = "identity")
record FormerRow(@Id UUID id, UUID organizationId, Instant removedAt, String removedBy) {}
