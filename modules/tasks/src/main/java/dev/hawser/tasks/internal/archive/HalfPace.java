package dev.hawser.tasks.internal.archive;

import dev.hawser.core.time.StopSignal;
import dev.hawser.tasks.internal.store.Pace;
import java.time.Duration;

/**
 * Takes half of a core at most: pauses as long as the piece before took. Running executions, which
 * are pieces of a few milliseconds, come in between. When a stop is asked for it does not pause.
 */
final class HalfPace implements Pace {
  private final StopSignal stopping;
  private long began = System.nanoTime();

  HalfPace(StopSignal stopping) {
    this.stopping = stopping;
  }

  @Override
  public void pause() {
    if (!stopping.comesWithin(Duration.ofNanos(System.nanoTime() - began))) {
      began = System.nanoTime();
    }
  }
}
