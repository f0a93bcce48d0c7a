package dev.hawser.systemtest;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for conditions that must come true. */
final class Waiting {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Waiting() {}

  static void until(String what, Callable<Boolean> condition) {
    until(what, LIMIT, condition);
  }

  static void until(String what, Duration limit, Callable<Boolean> condition) {
    await(what)
        .atMost(limit)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(condition);
  }
}
