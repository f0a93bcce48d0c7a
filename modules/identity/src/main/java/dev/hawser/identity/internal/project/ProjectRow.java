package dev.hawser.identity.internal.project;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code project}. */
@MappedEntity(value = "project", schema = "identity")
record ProjectRow(
    @Id UUID id,
    UUID organizationId,
    UUID teamId,
    String name,
    @Nullable String description,
    String environment,
    @Nullable UUID releasedFromId,
    String access,
    @Nullable Integer maxConnectedUsers,
    Instant createdAt,
    Instant changedAt,
    @Nullable Instant archivedAt) {}
