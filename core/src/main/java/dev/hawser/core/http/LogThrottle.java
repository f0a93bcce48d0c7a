package dev.hawser.core.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Lets one line a second through and counts the others. Safe for several threads. */
final class LogThrottle {
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoTime;
  private final AtomicLong last;
  private final LongAdder withheld = new LongAdder();

  LogThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = new AtomicLong(nanoTime.getAsLong() - PAUSE);
  }

  /** How many lines were withheld since the last one, or -1 when this one is withheld too. */
  long admit() {
    long now = nanoTime.getAsLong();
    long before = last.get();
    if (now - before < PAUSE || !last.compareAndSet(before, now)) {
      withheld.increment();
      return -1;
    }
    return withheld.sumThenReset();
  }
}
