package dev.hawser.core.cache;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Stands still until it is moved. */
final class MovableClock implements InstantSource {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-04T23:30:00Z"));

  void move(Duration by) {
    now.updateAndGet(then -> then.plus(by));
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}
