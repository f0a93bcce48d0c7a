package dev.hawser.functions.internal.runner;

import dev.hawser.functions.internal.guest.GuestLimits;
import java.time.Duration;
import java.util.List;

/**
 * The command line of a runner.
 *
 * @param limits of one call
 * @param maxInput bytes of JSON that a call may bring
 * @param lockDown whether it takes its system rights from itself
 */
public record RunnerOptions(GuestLimits limits, int maxInput, boolean lockDown) {
  public List<String> arguments() {
    return List.of(
        Long.toString(limits.cpu().toMillis()),
        Integer.toString(limits.statements()),
        Integer.toString(limits.maxOutput()),
        Integer.toString(maxInput),
        Boolean.toString(lockDown));
  }

  static RunnerOptions of(String... arguments) {
    GuestLimits limits =
        new GuestLimits(
            Duration.ofMillis(Long.parseLong(arguments[0])),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]));
    return new RunnerOptions(
        limits, Integer.parseInt(arguments[3]), Boolean.parseBoolean(arguments[4]));
  }
}
