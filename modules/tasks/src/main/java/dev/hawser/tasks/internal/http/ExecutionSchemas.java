package dev.hawser.tasks.internal.http;

import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.interpreter.StepStatus;
import io.micronaut.core.annotation.Introspected;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of this module's answers, for the OpenAPI document. {@link ExecutionJson} writes them.
 */
final class ExecutionSchemas {
  private ExecutionSchemas() {}

  @Introspected
  @Schema(name = "ExecutionAccepted")
  record ExecutionAccepted(String executionId) {}

  /**
   * One run of a workflow.
   *
   * @param version of the workflow that it runs, whatever is deployed meanwhile
   * @param wakeAt when a waiting one goes on
   * @param durationMs from acceptance to the end
   * @param tasks successful requests
   * @param replayOf the execution that this one repeats
   */
  @Introspected
  @Schema(name = "Execution")
  record Execution(
      String id,
      String workflowId,
      int version,
      TriggerKind trigger,
      ExecutionStatus status,
      Instant acceptedAt,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Instant wakeAt,
      @Nullable Long durationMs,
      int tasks,
      @Nullable String replayOf) {}

  @Introspected
  @Schema(name = "ExecutionPage")
  record ExecutionPage(List<Execution> items, @Nullable String nextCursor) {}

  /**
   * One run with its steps. An input, output or error that is larger than 256 KiB, or that cannot
   * be read, is shown as {@code {"$value": {"size", "preview", "url"}}}, with {@code unavailable}
   * instead of {@code preview} when it cannot be read.
   *
   * @param input what expressions saw as {@code trigger}
   * @param error why it failed
   */
  @Introspected
  @Schema(name = "ExecutionDetail")
  record ExecutionDetail(
      String id,
      String workflowId,
      int version,
      TriggerKind trigger,
      ExecutionStatus status,
      Instant acceptedAt,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Instant wakeAt,
      @Nullable Long durationMs,
      int tasks,
      @Nullable String replayOf,
      @Nullable Object input,
      List<ExecutionStep> steps,
      @Nullable Object error) {}

  /**
   * One step, or one failed attempt of it.
   *
   * @param path instance path, for example {@code big/note}
   * @param retryAt when the next attempt is due, for failed attempts
   */
  @Introspected
  @Schema(name = "ExecutionStep")
  record ExecutionStep(
      String path,
      String id,
      String type,
      StepStatus status,
      int attempt,
      Instant startedAt,
      Instant endedAt,
      long durationMs,
      @Nullable Object input,
      @Nullable Object output,
      @Nullable Object error,
      @Nullable Instant retryAt) {}

  /**
   * @param version {@code original}: the version that ran then; {@code deployed}: the one that is
   *     deployed now
   */
  @Introspected
  @Schema(name = "ReplayRequest")
  record ReplayRequest(@Nullable ReplayVersion version) {}

  enum ReplayVersion {
    original,
    deployed
  }
}
