package dev.hawser.workflows.internal.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code workflow_version}; its key is the pair of the first two. */
@MappedEntity(value = "workflow_version", schema = "workflows")
public record VersionRow(
    @Id UUID workflowId,
    int version,
    String name,
    String definition,
    Instant createdAt,
    String createdBy) {}
