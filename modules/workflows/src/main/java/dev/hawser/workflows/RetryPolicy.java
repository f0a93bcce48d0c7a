package dev.hawser.workflows;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * When a failed attempt is repeated.
 *
 * @param delays the pause before each repetition, one entry each; empty means no repetition
 * @param jitter 0 to 1: each pause is multiplied by a random factor between {@code 1 - jitter} and
 *     {@code 1 + jitter}
 * @param on the kinds of failure that are repeated: {@code network}, {@code timeout}, {@code 5xx},
 *     {@code 4xx} or a status code such as {@code 429}
 */
public record RetryPolicy(List<Duration> delays, double jitter, Set<String> on) {
  public static final RetryPolicy NONE = new RetryPolicy(List.of(), 0, Set.of());

  public RetryPolicy {
    delays = List.copyOf(delays);
    on = Set.copyOf(on);
  }
}
