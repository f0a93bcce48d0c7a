package dev.hawser.tasks.internal.interpreter;

import dev.hawser.workflows.RetryPolicy;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether and when a failed attempt is repeated. */
final class Retries {
  private Retries() {}

  /**
   * The pause before an attempt; null when there is none.
   *
   * @param attempt 2 for the first repetition
   * @param random from 0 to 1
   */
  static @Nullable Duration delayBefore(
      RetryPolicy policy, int attempt, StepError error, double random) {
    int index = attempt - 2;
    if (index >= policy.delays().size() || !repeats(policy.on(), error)) {
      return null;
    }
    double factor = 1 + policy.jitter() * (2 * random - 1);
    return Duration.ofNanos((long) (policy.delays().get(index).toNanos() * factor));
  }

  private static boolean repeats(Set<String> on, StepError error) {
    return switch (error.code()) {
      case "network", "storage" -> on.contains("network");
      case "timeout" -> on.contains("timeout") || on.contains("network");
      case "http-status" -> {
        String status = String.valueOf(error.details().get("status"));
        yield on.contains(status) || on.contains(status.charAt(0) + "xx");
      }
      default -> false;
    };
  }
}
