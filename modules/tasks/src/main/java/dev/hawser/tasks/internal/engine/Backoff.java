package dev.hawser.tasks.internal.engine;

import java.time.Duration;

/** Pauses between attempts, each twice as long as the one before, up to a longest one. */
final class Backoff {
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private final Duration first;
  private Duration next;

  Backoff(Duration first) {
    this.first = first;
    this.next = first;
  }

  /** Whether there was no pause yet: the moment to tell what is wrong. */
  boolean isFirst() {
    return next.equals(first);
  }

  Duration next() {
    Duration pause = next;
    Duration twice = pause.multipliedBy(2);
    next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    return pause;
  }
}
