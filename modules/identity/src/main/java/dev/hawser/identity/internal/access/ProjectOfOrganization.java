package dev.hawser.identity.internal.access;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A row of {@code project}, as far as access is concerned. */
@MappedEntity(value = "project", schema = "identity")
record ProjectOfOrganization(@Id UUID id, UUID organizationId) {}
