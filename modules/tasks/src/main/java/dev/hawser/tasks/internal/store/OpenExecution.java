package dev.hawser.tasks.internal.store;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.workflows.WorkflowId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An accepted execution that has not ended.
 *
 * @param epoch of the replica that accepted or runs it
 * @param wakeAt when a waiting one is due
 * @param input the trigger's data as JSON
 */
public record OpenExecution(
    ProjectId project,
    ExecutionId id,
    WorkflowId workflow,
    int version,
    TriggerKind trigger,
    ExecutionStatus state,
    long epoch,
    @Nullable Instant wakeAt,
    @Nullable ExecutionId replayOf,
    byte[] input) {}
