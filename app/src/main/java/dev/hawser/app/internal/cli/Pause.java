package dev.hawser.app.internal.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time between two looks at something that changes elsewhere. */
final class Pause {
  private Pause() {}

  /** Returns after the time; false, and at once, when the thread is interrupted. */
  static boolean of(Duration time) {
    try {
      return !new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
