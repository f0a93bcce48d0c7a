package dev.hawser.identity.internal.team;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code organization}. */
@MappedEntity(value = "organization", schema = "identity")
record OrganizationRow(@Id UUID id, String name, boolean secondFactorRequired, Instant createdAt) {}
