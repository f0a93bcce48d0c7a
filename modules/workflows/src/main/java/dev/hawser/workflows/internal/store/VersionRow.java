package dev.hawser.workflows.internal.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code workflow_version}; its key is the pair of the first two. All but the label, the
 * description and the moment of its first deployment never changes.
 *
 * @param name of the workflow at that time
 * @param label what people call the version
 * @param revision of the draft that it was made of
 * @param deployedAt for the first time; null when it never was
 */
@MappedEntity(value = "workflow_version", schema = "workflows")
public record VersionRow(
    @Id UUID workflowId,
    int version,
    String name,
    String definition,
    @Nullable String label,
    @Nullable String description,
    @Nullable Long revision,
    int problemCount,
    @Nullable Instant deployedAt,
    Instant createdAt,
    String createdBy) {}
