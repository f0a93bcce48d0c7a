package dev.hawser.identity.internal.hash;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Expensive work that strangers can ask for: a few at once, in the order in which they came, and
 * over time only a share of the processors. What it has not used for a while it may use in a burst,
 * so that people who begin their day together do not wait; those who attack all the time get the
 * share and no more. Who would have to wait for long is sent away at once.
 */
final class WorkShare {
  private static final ErrorCode BUSY = new ErrorCode("identity.too-many-attempts");
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private final Semaphore permits;
  private final double share;
  private final long burst;
  private final LongSupplier nanoTime;
  private long credit;
  private long creditedAt;

  /**
   * @param share of one processor; more than 1 for several
   * @param burst processor time that may be saved up
   */
  WorkShare(int atOnce, double share, Duration burst, LongSupplier nanoTime) {
    this.permits = new Semaphore(atOnce, true);
    this.share = share;
    this.burst = burst.toNanos();
    this.nanoTime = nanoTime;
    this.credit = this.burst;
    this.creditedAt = nanoTime.getAsLong();
  }

  /** No share: only a few at once. */
  static WorkShare unlimited(int atOnce) {
    return new WorkShare(atOnce, atOnce, Duration.ofDays(1), System::nanoTime);
  }

  /**
   * Does the work, perhaps a moment later.
   *
   * @throws HawserException.LimitExceeded when it would have to wait for too long
   */
  <T extends @Nullable Object> T run(Supplier<T> work) {
    long deadline = nanoTime.getAsLong() + MAX_WAIT.toNanos();
    try {
      if (!permits.tryAcquire(MAX_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(MAX_WAIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(MAX_WAIT);
    }
    try {
      awaitCredit(deadline);
      long begun = nanoTime.getAsLong();
      try {
        return work.get();
      } finally {
        spend(nanoTime.getAsLong() - begun);
      }
    } finally {
      permits.release();
    }
  }

  /** Waits holding a permit: those behind could not begin earlier anyway. */
  private synchronized void awaitCredit(long deadline) {
    try {
      for (long wait = untilCredit(); wait > 0; wait = untilCredit()) {
        long left = deadline - nanoTime.getAsLong();
        if (wait > left) {
          throw busy(Duration.ofNanos(wait));
        }
        TimeUnit.NANOSECONDS.timedWait(this, wait);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(MAX_WAIT);
    }
  }

  private synchronized void spend(long nanos) {
    credit -= nanos;
  }

  private long untilCredit() {
    long now = nanoTime.getAsLong();
    credit = Math.min(burst, credit + (long) ((double) (now - creditedAt) * share));
    creditedAt = now;
    return credit > 0 ? 0 : (long) ((double) (1 - credit) / share) + 1;
  }

  private static HawserException.LimitExceeded busy(Duration retryAfter) {
    return new HawserException.LimitExceeded(
        BUSY, "Too many credentials are being checked; try again shortly.", retryAfter);
  }
}
