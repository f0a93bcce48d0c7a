package dev.hawser.tasks.internal.http;

import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.interpreter.StepStatus;
import io.micronaut.core.annotation.Introspected;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
   * What a test runs; all of it is optional.
   *
   * @param trigger what expressions see as {@code trigger}, for example {@code {"body": {"n": 1}}}
   * @param execution an earlier execution of any workflow of the project: its trigger, unless one
   *     is given, and the outputs of its steps for those before {@code from}
   * @param from the first step that runs
   * @param to the last step that runs
   * @param outputs by step, what it is taken to have given; it does not run
   */
  @Introspected
  @Schema(name = "TestRequest")
  record TestRequest(
      @Nullable Map<String, Object> trigger,
      @Nullable String execution,
      @Nullable String from,
      @Nullable String to,
      @Nullable Map<String, Object> outputs) {}

  /**
   * One run of a workflow.
   *
   * @param version of the workflow that it runs, whatever is deployed meanwhile; 0 for a test
   * @param wakeAt when a waiting one goes on
   * @param durationMs from acceptance to the end
   * @param tasks successful requests and functions; 0 for a test
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
   * @param traceId of the W3C trace that its requests are in
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
      String traceId,
      @Nullable Object input,
      List<ExecutionStep> steps,
      @Nullable Object error) {}

  /**
   * One step, or one failed attempt of it.
   *
   * @param path instance path, for example {@code big/note}
   * @param retryAt when the next attempt is due, for failed attempts
   * @param log what a function wrote to its console
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
      @Nullable Instant retryAt,
      @Nullable List<LogLine> log) {}

  /** What a function wrote to its console. */
  @Introspected
  @Schema(name = "LogLine")
  record LogLine(String level, String text) {}

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
