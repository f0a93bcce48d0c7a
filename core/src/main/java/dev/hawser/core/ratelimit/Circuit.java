package dev.hawser.core.ratelimit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps from asking Redis for a moment after it did not answer; then one caller may try. All times
 * are of {@link System#nanoTime}.
 */
final class Circuit {
  private static final Logger LOG = LoggerFactory.getLogger(Circuit.class);
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final AtomicBoolean broken = new AtomicBoolean();
  private final AtomicLong pausedUntil = new AtomicLong();

  /** Whether nobody may ask now. */
  boolean isOpen(long now) {
    return broken.get() && now - pausedUntil.get() < 0;
  }

  /** Whether this caller may ask: everybody while all is well, after a pause the first one. */
  boolean mayAsk(long now) {
    if (!broken.get()) {
      return true;
    }
    long until = pausedUntil.get();
    return now - until >= 0 && pausedUntil.compareAndSet(until, now + PAUSE.toNanos());
  }

  void answered() {
    if (broken.get() && broken.compareAndSet(true, false)) {
      LOG.info("Redis answers again; rate limits are shared between replicas");
    }
  }

  void failed(long now, Throwable why) {
    pausedUntil.set(now + PAUSE.toNanos());
    if (broken.compareAndSet(false, true)) {
      LOG.warn(
          "Redis does not answer; each replica enforces its share of the rate limits: {}",
          why.toString());
    }
  }
}
