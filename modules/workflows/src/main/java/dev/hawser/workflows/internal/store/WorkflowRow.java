package dev.hawser.workflows.internal.store;

import dev.hawser.core.tenancy.ProjectId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code workflow}; the definition is the draft as JSON text, right or wrong.
 *
 * @param name the last name of the draft that was right and free
 * @param problemCount what the last save of the draft found
 * @param triggerType what the last save found, see {@link WorkflowInfo}; lists read it
 */
@MappedEntity(value = "workflow", schema = "workflows")
public record WorkflowRow(
    @Id UUID id,
    UUID projectId,
    String name,
    long revision,
    String definition,
    int problemCount,
    @Nullable String triggerType,
    @Nullable Integer deployedVersion,
    long deploySequence,
    Instant createdAt,
    String createdBy,
    Instant updatedAt,
    String updatedBy,
    @Nullable Instant deletedAt) {
  public ProjectId project() {
    return new ProjectId(projectId);
  }
}
