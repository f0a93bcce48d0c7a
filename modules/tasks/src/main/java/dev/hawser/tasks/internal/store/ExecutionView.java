package dev.hawser.tasks.internal.store;

import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.workflows.WorkflowId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A line of the history: open or ended. */
public record ExecutionView(
    ExecutionId id,
    WorkflowId workflow,
    int version,
    TriggerKind trigger,
    ExecutionStatus status,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant wakeAt,
    int tasks,
    @Nullable ExecutionId replayOf) {}
