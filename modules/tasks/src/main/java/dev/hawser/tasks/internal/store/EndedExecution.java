package dev.hawser.tasks.internal.store;

import dev.hawser.tasks.ExecutionStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an execution ended.
 *
 * @param journaled whether it has journal rows that are not needed any more
 * @param records all step records as a JSON list
 * @param error the JSON value of the reason; null unless it failed
 */
public record EndedExecution(
    OpenExecution execution,
    ExecutionStatus status,
    Instant startedAt,
    Instant endedAt,
    int tasks,
    boolean journaled,
    byte[] records,
    byte @Nullable [] error) {}
