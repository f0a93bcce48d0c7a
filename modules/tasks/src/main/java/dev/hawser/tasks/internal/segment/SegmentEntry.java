package dev.hawser.tasks.internal.segment;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.workflows.WorkflowId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that a segment holds of one ended execution.
 *
 * @param startedAt kept to the microsecond, like {@code endedAt}
 * @param input what Postgres had in the column of the same name, like {@code records} and {@code
 *     error}: opaque here
 */
public record SegmentEntry(
    ProjectId project,
    ExecutionId id,
    WorkflowId workflow,
    int version,
    TriggerKind trigger,
    ExecutionStatus status,
    Instant startedAt,
    Instant endedAt,
    int tasks,
    @Nullable ExecutionId replayOf,
    byte[] input,
    byte[] records,
    byte @Nullable [] error) {

  /** Bytes of data, without the entry. */
  long size() {
    return (long) input.length + records.length + (error == null ? 0 : error.length);
  }
}
