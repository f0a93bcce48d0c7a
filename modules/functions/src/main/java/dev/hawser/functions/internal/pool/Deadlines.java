package dev.hawser.functions.internal.pool;

import dev.hawser.functions.internal.guest.GuestLimits;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Kills runners that did not end a call in time by themselves: when the process has used a second
 * more of the processor than the call may, or when the call is over its time many times.
 */
final class Deadlines implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, task -> Thread.ofPlatform().daemon().name("functions-deadlines").unstarted(task));

  Deadlines() {
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(1, TimeUnit.MINUTES);
    timer.allowCoreThreadTimeOut(true);
  }

  /** Watches a call that begins now. */
  Deadline start(Process process, GuestLimits limits) {
    Deadline deadline = new Deadline(process, limits.cpu());
    deadline.future = timer.scheduleWithFixedDelay(deadline, 1, 1, TimeUnit.SECONDS);
    return deadline;
  }

  /** Does something later, unless it is cancelled. */
  Future<?> once(Runnable what, long delay, TimeUnit unit) {
    return timer.schedule(what, delay, unit);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** Of one call. */
  static final class Deadline implements Runnable {
    private final Process process;
    private final Duration limit;
    private final long startedNanos = System.nanoTime();
    private @Nullable Duration cpuAtFirst;
    private volatile boolean missed;
    private volatile boolean cancelled;
    private volatile @Nullable Future<?> future;

    private Deadline(Process process, Duration limit) {
      this.process = process;
      this.limit = limit;
    }

    @Override
    public synchronized void run() {
      Duration wall = Duration.ofNanos(System.nanoTime() - startedNanos);
      Duration cpu = process.info().totalCpuDuration().orElse(wall);
      if (cpuAtFirst == null) {
        cpuAtFirst = cpu;
      }
      boolean computed =
          wall.compareTo(limit.plus(GRACE)) >= 0
              && cpu.minus(cpuAtFirst).compareTo(limit.plus(GRACE)) >= 0;
      boolean waited = wall.compareTo(limit.multipliedBy(GuestLimits.WALL_FACTOR).plus(GRACE)) >= 0;
      if (!cancelled && (computed || waited)) {
        missed = true;
        process.destroyForcibly();
      }
    }

    boolean wasMissed() {
      return missed;
    }

    /** After this it kills nothing any more. */
    void cancel() {
      Future<?> scheduled = future;
      if (scheduled != null) {
        scheduled.cancel(false);
      }
      if (!cancelled) {
        markCancelled();
      }
    }

    private synchronized void markCancelled() {
      cancelled = true;
    }
  }
}
