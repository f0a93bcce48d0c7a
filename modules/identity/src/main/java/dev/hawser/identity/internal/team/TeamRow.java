package dev.hawser.identity.internal.team;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code team}. */
@MappedEntity(value = "team", schema = "identity")
record TeamRow(@Id UUID id, UUID organizationId, String name, Instant createdAt) {}
