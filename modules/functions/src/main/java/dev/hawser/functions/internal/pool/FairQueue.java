package dev.hawser.functions.internal.pool;

import dev.hawser.core.tenancy.ProjectId;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that wait and the workers that serve them, fair between projects. Projects take turns. As
 * long as others wait, slow jobs of one project (older than {@link #SLOW}) occupy half the workers
 * at most; and while workers are stuck in slow jobs, as many extra ones may be started, so that
 * others are served at once.
 */
final class FairQueue {
  static final long SLOW = TimeUnit.MILLISECONDS.toNanos(250);

  private final int workersWanted;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LinkedHashMap<ProjectId, Lane> lanes = new LinkedHashMap<>();
  private int waiting;
  private int workers;
  private int idle;
  private boolean closed;

  private static final class Lane {
    final ArrayDeque<Job> waiting = new ArrayDeque<>();
    final Set<Job> running = new HashSet<>();

    int slow(long now) {
      int slow = 0;
      for (Job job : running) {
        if (now - job.takenNanos > SLOW) {
          slow++;
        }
      }
      return slow;
    }
  }

  /**
   * @param workers that serve when nothing is stuck
   * @param limit of jobs that wait
   */
  FairQueue(int workers, int limit) {
    this.workersWanted = workers;
    this.limit = limit;
  }

  /** False when too many wait, or when it is closed. */
  boolean offer(Job job) {
    lock.lock();
    try {
      if (closed || waiting >= limit) {
        return false;
      }
      lanes.computeIfAbsent(job.project, project -> new Lane()).waiting.add(job);
      waiting++;
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a job back that no worker has yet. */
  boolean remove(Job job) {
    lock.lock();
    try {
      Lane lane = lanes.get(job.project);
      if (lane == null || !lane.waiting.remove(job)) {
        return false;
      }
      waiting--;
      if (lane.waiting.isEmpty()) {
        // Who waits alone now may have more workers than before.
        changed.signalAll();
      }
      forgetIfEmpty(job.project, lane);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the caller should start a worker, which counts as started from here on. */
  boolean wantsWorker() {
    lock.lock();
    try {
      long now = System.nanoTime();
      if (closed || waiting <= idle || next(now) == null) {
        return false;
      }
      int slow = lanes.values().stream().mapToInt(lane -> lane.slow(now)).sum();
      if (workers >= workersWanted + Math.min(slow, workersWanted)) {
        return false;
      }
      workers++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a job. Null when none came in time or the queue was closed; the worker does not count
   * any more then.
   *
   * @param extraNanos how long a worker waits that is one more than there should be
   */
  @Nullable Job take(long nanos, long extraNanos) {
    lock.lock();
    try {
      long left = workers > workersWanted ? extraNanos : nanos;
      while (!closed) {
        Map.Entry<ProjectId, Lane> next = next(System.nanoTime());
        if (next != null) {
          return taken(next.getKey(), next.getValue());
        }
        if (left <= 0) {
          break;
        }
        idle++;
        try {
          left = changed.awaitNanos(left);
        } finally {
          idle--;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    workerLeft();
    return null;
  }

  /** A worker is done with a job. */
  void done(Job job) {
    lock.lock();
    try {
      Lane lane = lanes.get(job.project);
      if (lane != null) {
        lane.running.remove(job);
        forgetIfEmpty(job.project, lane);
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** A worker could not be started after all, or ended. */
  void workerLeft() {
    lock.lock();
    try {
      workers--;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  int workers() {
    lock.lock();
    try {
      return workers;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more; gives back what waits. */
  Set<Job> close() {
    lock.lock();
    try {
      closed = true;
      Set<Job> left = new HashSet<>();
      lanes.values().forEach(lane -> left.addAll(lane.waiting));
      lanes.values().forEach(lane -> lane.waiting.clear());
      waiting = 0;
      changed.signalAll();
      return left;
    } finally {
      lock.unlock();
    }
  }

  private Map.@Nullable Entry<ProjectId, Lane> next(long now) {
    if (waiting == 0) {
      return null;
    }
    int most = Math.max(1, workersWanted / 2);
    Map.Entry<ProjectId, Lane> only = null;
    int withWork = 0;
    for (Map.Entry<ProjectId, Lane> entry : lanes.entrySet()) {
      Lane lane = entry.getValue();
      if (!lane.waiting.isEmpty()) {
        withWork++;
        if (lane.slow(now) < most) {
          return Map.entry(entry.getKey(), lane);
        }
        only = entry;
      }
    }
    // Nobody else waits: it may have all regular workers.
    return withWork == 1 && only != null && only.getValue().slow(now) < workersWanted
        ? Map.entry(only.getKey(), only.getValue())
        : null;
  }

  private Job taken(ProjectId project, Lane lane) {
    Job job = lane.waiting.remove();
    job.takenNanos = System.nanoTime();
    lane.running.add(job);
    waiting--;
    // To the end: the others come first the next time.
    lanes.remove(project);
    lanes.put(project, lane);
    return job;
  }

  private void forgetIfEmpty(ProjectId project, Lane lane) {
    if (lane.waiting.isEmpty() && lane.running.isEmpty()) {
      lanes.remove(project);
    }
  }
}
