package dev.hawser.identity.internal.hash;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Expensive work that strangers can ask for: over time only a share of the processors, and a few at
 * once. What it has not used for a while it may use in a burst, so that people who begin their day
 * together do not wait; those who attack all the time get the share and no more. Who gets a turn
 * next is said by a {@link WaitingRoom}, whose places are few: whoever finds none is sent away
 * before anything was done for them.
 *
 * <p>A turn is paid for when it is given, by what turns have cost lately, and settled when it ends.
 * So what is done with a turn besides the work is bounded too, and costs nothing of the share. Only
 * a few are given before they are settled: what has become dearer must not run up a debt that keeps
 * everybody out.
 */
final class WorkShare {
  private static final ErrorCode BUSY = new ErrorCode("identity.too-many-attempts");
  private static final Duration MAX_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
  private static final long FIRST_PRICE = Duration.ofMillis(50).toNanos();
  private static final long HIGHEST_PRICE = Duration.ofSeconds(1).toNanos();
  private static final int MEMORY = 8;

  private final LongSupplier nanoTime;
  private final Semaphore permits;
  private final int mostTurns;
  private final double share;
  private final long burst;
  private final ReentrantLock lock = new ReentrantLock();
  private final WaitingRoom room = new WaitingRoom(lock::newCondition);
  private int turns;
  private long credit;
  private long creditedAt;
  private long price = FIRST_PRICE;

  /**
   * @param share of one processor; more than 1 for several
   * @param burst processor time that may be saved up
   */
  WorkShare(int atOnce, double share, Duration burst, LongSupplier nanoTime) {
    this.permits = new Semaphore(atOnce, true);
    this.mostTurns = 2 * atOnce;
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

  /** What its holder may work with, once or twice; closing it gives back what was not used. */
  final class Turn implements AutoCloseable {
    private final long paid;
    private long used;

    private Turn(long paid) {
      this.paid = paid;
    }

    /**
     * Does the work, perhaps a moment later.
     *
     * @throws HawserException.LimitExceeded when too many others work for too long
     */
    <T extends @Nullable Object> T work(Supplier<T> work) {
      try {
        if (!permits.tryAcquire(MAX_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
          throw busy(MAX_WAIT);
        }
      } catch (InterruptedException e) {
        throw interrupted();
      }
      long begun = nanoTime.getAsLong();
      try {
        return work.get();
      } finally {
        used += nanoTime.getAsLong() - begun;
        permits.release();
      }
    }

    @Override
    public void close() {
      settle(this);
    }
  }

  /**
   * Waits for a turn.
   *
   * @throws HawserException.LimitExceeded when all places are taken, or none is called in time
   */
  Turn turn(Applicant applicant) {
    lock.lock();
    try {
      WaitingRoom.Place place = room.enter(applicant);
      if (place == null) {
        throw busy(Duration.ofNanos(untilServed(room.size() + 1)));
      }
      try {
        await(place);
        room.served(place);
        turns++;
        credit -= price;
        return new Turn(price);
      } finally {
        room.leave(place);
        wakeNext();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Why {@link #turn} would send this one away right now. */
  Optional<HawserException.LimitExceeded> refusal(Applicant applicant) {
    lock.lock();
    try {
      long wait = untilCredit();
      if (wait > MAX_WAIT.toNanos()) {
        return Optional.of(busy(Duration.ofNanos(wait)));
      }
      return room.hasPlaceFor(applicant)
          ? Optional.empty()
          : Optional.of(busy(Duration.ofNanos(untilServed(room.size() + 1))));
    } finally {
      lock.unlock();
    }
  }

  /** How many wait. */
  int waiting() {
    lock.lock();
    try {
      return room.size();
    } finally {
      lock.unlock();
    }
  }

  private void await(WaitingRoom.Place place) {
    long deadline = nanoTime.getAsLong() + MAX_WAIT.toNanos();
    try {
      while (true) {
        long left = deadline - nanoTime.getAsLong();
        if (place.isLost() || left <= 0) {
          throw busy(Duration.ofNanos(untilServed(room.size())));
        }
        if (room.next() != place || turns >= mostTurns) {
          var _ = place.called().awaitNanos(left);
          continue;
        }
        long wait = untilCredit();
        if (wait == 0) {
          return;
        }
        if (wait > left) {
          throw busy(Duration.ofNanos(wait));
        }
        var _ = place.called().awaitNanos(wait);
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void settle(Turn turn) {
    lock.lock();
    try {
      turns--;
      credit = Math.min(burst, credit + turn.paid - turn.used);
      if (turn.used > 0) {
        price = Math.clamp((price * (MEMORY - 1) + turn.used) / MEMORY, 1, HIGHEST_PRICE);
      }
      wakeNext();
    } finally {
      lock.unlock();
    }
  }

  private void wakeNext() {
    WaitingRoom.Place next = room.next();
    if (next != null) {
      next.called().signal();
    }
  }

  private long untilCredit() {
    long now = nanoTime.getAsLong();
    credit = Math.min(burst, credit + (long) ((double) (now - creditedAt) * share));
    creditedAt = now;
    return credit > 0 ? 0 : (long) ((double) (1 - credit) / share) + 1;
  }

  private long untilServed(int turns) {
    return Math.min(
        LONGEST_RETRY.toNanos(), untilCredit() + (long) ((double) (turns * price) / share));
  }

  private static HawserException.LimitExceeded interrupted() {
    Thread.currentThread().interrupt();
    return busy(MAX_WAIT);
  }

  private static HawserException.LimitExceeded busy(Duration retryAfter) {
    return new HawserException.LimitExceeded(
        BUSY, "Too many credentials are being checked; try again shortly.", retryAfter);
  }
}
