package dev.hawser.tasks.internal.store;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.ExecutionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Records that must be durable before their execution goes on.
 *
 * @param seq counts from 0 in each execution; a second runner's row with the same number is refused
 * @param records a JSON list
 * @param parkUntil when set, the execution is released and waits until then
 */
public record JournalEntry(
    ProjectId project,
    ExecutionId execution,
    int seq,
    long epoch,
    byte[] records,
    @Nullable Instant parkUntil) {}
