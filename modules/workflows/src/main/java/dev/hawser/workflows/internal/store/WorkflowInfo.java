package dev.hawser.workflows.internal.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WorkflowRow} without its definition, for lists.
 *
 * @param triggerType what the draft says; null when it says nothing that could be one, or when a
 *     replica of an older release wrote it
 * @param latestVersion null when there is none yet
 */
@MappedEntity(value = "workflow", schema = "workflows")
public record WorkflowInfo(
    @Id UUID id,
    String name,
    long revision,
    @Nullable String triggerType,
    int problemCount,
    @Nullable Integer deployedVersion,
    @Nullable Integer latestVersion,
    Instant createdAt,
    String createdBy,
    Instant updatedAt,
    String updatedBy) {}
