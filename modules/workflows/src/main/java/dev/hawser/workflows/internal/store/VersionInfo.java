package dev.hawser.workflows.internal.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A {@link VersionRow} without its definition, for lists. */
@MappedEntity(value = "workflow_version", schema = "workflows")
public record VersionInfo(
    @Id UUID workflowId,
    int version,
    String name,
    @Nullable String label,
    @Nullable String description,
    @Nullable Long revision,
    int problemCount,
    @Nullable Instant deployedAt,
    Instant createdAt,
    String createdBy) {
  public static VersionInfo of(VersionRow row) {
    return new VersionInfo(
        row.workflowId(),
        row.version(),
        row.name(),
        row.label(),
        row.description(),
        row.revision(),
        row.problemCount(),
        row.deployedAt(),
        row.createdAt(),
        row.createdBy());
  }
}
