package dev.hawser.functions.internal.pool;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.functions.FunctionOutcome.Stopped;
import dev.hawser.functions.StopReason;
import dev.hawser.functions.internal.guest.Stops;
import dev.hawser.functions.internal.wire.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that takes jobs and has one sandbox for them, which it starts anew when it is lost. */
final class Worker implements Runnable {
  static final int ATTEMPTS = 3;
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final ErrorCode BROKEN = new ErrorCode("functions.broken");
  private static final long EXTRA_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final FairQueue queue;
  private final Sandboxes sandboxes;
  private final long idleNanos;
  private @Nullable Sandbox sandbox;

  Worker(FairQueue queue, Sandboxes sandboxes, Duration idle) {
    this.queue = queue;
    this.sandboxes = sandboxes;
    idleNanos = idle.toNanos();
  }

  @Override
  public void run() {
    try {
      for (Job job = next(); job != null; job = next()) {
        try {
          work(job);
        } finally {
          queue.done(job);
        }
      }
    } catch (RuntimeException | Error e) {
      queue.workerLeft();
      throw e;
    } finally {
      discard();
    }
  }

  private @Nullable Job next() {
    return queue.take(idleNanos, Math.min(idleNanos, EXTRA_NANOS));
  }

  private void work(Job job) {
    try {
      job.reply.complete(attempts(job));
    } catch (HawserException e) {
      job.reply.completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      LOG.error("A function could not be run because of an error of ours", e);
      discard();
      job.reply.completeExceptionally(
          new HawserException.Internal(BROKEN, "The function could not be run", e));
    }
  }

  private Reply attempts(Job job) {
    for (int attempt = 1; ; attempt++) {
      Sandbox with = usable();
      if (!job.begin(with)) {
        return stopped("Nobody waits for it");
      }
      try {
        return with.answer(job);
      } catch (SandboxLostException e) {
        discard();
        if (job.isAbandoned()) {
          return stopped("Nobody waits for it");
        }
        LOG.warn("A function's runner was lost (attempt {}): {}", attempt, e.getMessage());
        if (attempt == ATTEMPTS) {
          return stopped(Stops.crashed(ATTEMPTS));
        }
      } finally {
        job.end();
      }
    }
  }

  private static Reply stopped(String message) {
    return new Reply.Ended(new Stopped(StopReason.CRASHED, message, List.of()));
  }

  private Sandbox usable() {
    if (sandbox != null && !sandbox.isAlive()) {
      discard();
    }
    if (sandbox == null) {
      sandbox = sandboxes.start();
    }
    return sandbox;
  }

  private void discard() {
    if (sandbox != null) {
      sandbox.close();
      sandbox = null;
    }
  }
}
