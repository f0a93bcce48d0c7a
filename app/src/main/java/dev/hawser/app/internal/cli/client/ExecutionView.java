package dev.hawser.app.internal.cli.client;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An execution as the API shows it.
 *
 * @param status a name such as {@code RUNNING}; servers may know more of them than we do
 * @param durationMs from acceptance to the end; null before the end
 * @param tasks successful requests
 */
public record ExecutionView(
    String id,
    String workflowId,
    long version,
    String trigger,
    String status,
    Instant acceptedAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant wakeAt,
    @Nullable Long durationMs,
    long tasks,
    @Nullable String replayOf) {
  public static final String SUCCEEDED = "SUCCEEDED";
  private static final Set<String> FINAL = Set.of(SUCCEEDED, "FAILED", "CANCELLED");

  /** Whether nothing more happens to it. */
  public boolean isFinal() {
    return FINAL.contains(status);
  }

  static ExecutionView of(Fields json) {
    return new ExecutionView(
        json.text("id"),
        json.text("workflowId"),
        json.number("version"),
        json.textOr("trigger", ""),
        json.text("status"),
        json.instant("acceptedAt"),
        json.optionalInstant("startedAt"),
        json.optionalInstant("endedAt"),
        json.optionalInstant("wakeAt"),
        json.optionalNumber("durationMs"),
        json.number("tasks"),
        json.optionalText("replayOf"));
  }
}
