package dev.hawser.app.internal.cli.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of an execution, or one failed attempt of it.
 *
 * @param path instance path, for example {@code choose/named/ping} or {@code ping.onError/alert}
 * @param retryAt when the next attempt is due; null unless one is
 * @param log what a function wrote to its console, a list of {@code {level, text}}; null when it
 *     wrote nothing
 */
public record StepView(
    String path,
    String type,
    String status,
    long attempt,
    Instant startedAt,
    Instant endedAt,
    @Nullable Object input,
    @Nullable Object output,
    @Nullable Object error,
    @Nullable Instant retryAt,
    @Nullable Object log) {
  static StepView of(Fields json) {
    return new StepView(
        json.text("path"),
        json.textOr("type", ""),
        json.text("status"),
        json.number("attempt"),
        json.instant("startedAt"),
        json.instant("endedAt"),
        json.value("input"),
        json.value("output"),
        json.value("error"),
        json.optionalInstant("retryAt"),
        json.value("log"));
  }
}
