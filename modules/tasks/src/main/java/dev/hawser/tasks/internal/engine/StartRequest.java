package dev.hawser.tasks.internal.engine;

import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.store.IdempotencyClaim;
import dev.hawser.workflows.DeployedWorkflow;
import org.jspecify.annotations.Nullable;

/**
 * @param input what expressions see as {@code trigger}; JSON
 * @param claim the client's idempotency key, if it sent one
 * @param replayOf the execution that is run again; null for a new one
 */
public record StartRequest(
    DeployedWorkflow workflow,
    TriggerKind trigger,
    @Nullable Object input,
    @Nullable ExecutionId replayOf,
    @Nullable IdempotencyClaim claim) {}
