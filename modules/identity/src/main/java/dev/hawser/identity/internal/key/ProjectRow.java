package dev.hawser.identity.internal.key;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A project and what it and its organization are called. */
@MappedEntity(value = "project", schema = "identity")
record ProjectRow(@Id UUID id, String projectName, String organizationName) {}
