package dev.hawser.functions.internal.guest;

import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ends calls that computed too long. Sleeps while nothing runs. */
final class Watchdog implements AutoCloseable {
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);

  private final Set<GuestCall> calls = ConcurrentHashMap.newKeySet();
  private final long cpuNanos;
  private final Thread thread;
  private volatile boolean resting = true;
  private volatile boolean started;
  private volatile boolean closed;

  Watchdog(GuestLimits limits) {
    cpuNanos = limits.cpu().toNanos();
    thread = Thread.ofPlatform().daemon().name("functions-watchdog").unstarted(this::watch);
  }

  void add(GuestCall call) {
    calls.add(call);
    if (resting) {
      wake();
    }
  }

  /** Started with the first call: what a process takes from itself before holds for it, too. */
  private void wake() {
    if (!started) {
      startOnce();
    }
    LockSupport.unpark(thread);
  }

  private synchronized void startOnce() {
    if (!started) {
      thread.start();
      started = true;
    }
  }

  void remove(GuestCall call) {
    calls.remove(call);
  }

  private void watch() {
    while (!closed) {
      if (calls.isEmpty()) {
        resting = true;
        if (calls.isEmpty() && !closed) {
          LockSupport.park(this);
        }
        resting = false;
      }
      LockSupport.parkNanos(this, TICK);
      for (var each = calls.iterator(); each.hasNext(); ) {
        GuestCall call = each.next();
        if (isOver(call)) {
          each.remove();
          // Its own thread, since ending one that is inside a long built-in waits for that.
          Thread.ofPlatform().daemon().name("functions-ender").start(call::end);
        }
      }
    }
  }

  private boolean isOver(GuestCall call) {
    long cpu = cpuOf(call);
    if (call.cpuWhenFirstSeen < 0) {
      call.cpuWhenFirstSeen = cpu;
    }
    long wall = System.nanoTime() - call.startedNanos;
    return wall >= cpuNanos * GuestLimits.WALL_FACTOR
        || (wall >= cpuNanos && cpu - call.cpuWhenFirstSeen >= cpuNanos - TICK);
  }

  /** Of the thread that runs it; where the platform does not tell, the time that has passed. */
  private static long cpuOf(GuestCall call) {
    var threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.isThreadCpuTimeSupported() ? threads.getThreadCpuTime(call.threadId) : -1;
    return cpu >= 0 ? cpu : System.nanoTime() - call.startedNanos;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
