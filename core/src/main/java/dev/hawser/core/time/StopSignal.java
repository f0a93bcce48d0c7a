package dev.hawser.core.time;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells loops to end, once and for all, and wakes those that pause. */
public final class StopSignal {
  private final CountDownLatch given = new CountDownLatch(1);

  /** Gives the signal; doing it again does no harm. */
  public void give() {
    given.countDown();
  }

  public boolean isGiven() {
    return given.getCount() == 0;
  }

  /**
   * Pauses; ends early when the signal is given, or the thread is interrupted, which it stays.
   *
   * @return whether the caller is to end
   */
  public boolean comesWithin(Duration pause) {
    try {
      return given.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
