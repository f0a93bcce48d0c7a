package dev.hawser.identity.internal.key;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A project and what it is called. */
@MappedEntity(value = "project", schema = "identity")
record ProjectRow(@Id UUID id, String name) {}
