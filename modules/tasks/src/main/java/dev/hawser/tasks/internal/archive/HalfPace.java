package dev.hawser.tasks.internal.archive;

import dev.hawser.tasks.internal.store.Pace;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Takes half of a core at most: pauses as long as the piece before took. Running executions, which
 * are pieces of a few milliseconds, come in between. When a stop is asked for it does not pause.
 */
final class HalfPace implements Pace {
  private final CountDownLatch stopping;
  private long began = System.nanoTime();

  HalfPace(CountDownLatch stopping) {
    this.stopping = stopping;
  }

  @Override
  public void pause() {
    try {
      if (stopping.await(System.nanoTime() - began, TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    began = System.nanoTime();
  }
}
