package dev.hawser.core.http;

import dev.hawser.core.error.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Lets one line a second through for each code and counts the others: what happens a lot hides
 * nothing else. Safe for several threads.
 */
final class LogThrottle {
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoTime;
  private final ConcurrentMap<ErrorCode, Lines> codes = new ConcurrentHashMap<>();

  LogThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private static final class Lines {
    private final AtomicLong last;
    private final LongAdder withheld = new LongAdder();

    private Lines(long last) {
      this.last = new AtomicLong(last);
    }
  }

  /**
   * What to write behind a line that may be written: how many were withheld since the last one.
   * Empty when this one is withheld too.
   */
  Optional<String> admit(ErrorCode code) {
    long now = nanoTime.getAsLong();
    Lines lines = codes.computeIfAbsent(code, first -> new Lines(now - PAUSE));
    long before = lines.last.get();
    if (now - before < PAUSE || !lines.last.compareAndSet(before, now)) {
      lines.withheld.increment();
      return Optional.empty();
    }
    long withheld = lines.withheld.sumThenReset();
    long seconds = Duration.ofNanos(now - before).toSeconds();
    return Optional.of(
        withheld == 0 ? "" : " (and " + withheld + " more in " + seconds + " s before it)");
  }
}
