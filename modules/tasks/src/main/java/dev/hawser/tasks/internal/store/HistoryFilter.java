package dev.hawser.tasks.internal.store;

import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.workflows.WorkflowId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which executions a list shows; null means any.
 *
 * @param from accepted at or after
 * @param to accepted before
 */
public record HistoryFilter(
    @Nullable WorkflowId workflow,
    @Nullable ExecutionStatus status,
    @Nullable Instant from,
    @Nullable Instant to) {}
