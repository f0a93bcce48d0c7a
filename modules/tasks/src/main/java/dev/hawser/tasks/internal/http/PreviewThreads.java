package dev.hawser.tasks.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.ratelimit.ProjectTurns;
import dev.hawser.core.tenancy.ProjectId;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Where previews compute, each for up to a second: on threads of their own, since a virtual thread
 * that computes keeps others from running, and few for each project at once.
 */
@Singleton
final class PreviewThreads {
  private static final ErrorCode TOO_MANY = new ErrorCode("tasks.too-many-previews");
  private static final ErrorCode STOPPING = new ErrorCode("tasks.stopping");
  private static final int MOST_AT_ONCE = 4;

  private final ProjectTurns turns = new ProjectTurns(MOST_AT_ONCE, TOO_MANY, "previews");
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          Thread.ofPlatform().daemon().name("previews-", 1).factory());

  /**
   * Does all of a preview on the calling thread.
   *
   * @throws HawserException.LimitExceeded when the project has too many at once
   */
  <T> T turn(ProjectId project, Supplier<T> work) {
    return turns.run(project, work);
  }

  /** Computes and waits for it; throws what the work throws. */
  <T> T compute(Supplier<T> work) {
    try {
      return await(threads.submit(work::get));
    } catch (RejectedExecutionException e) {
      throw new HawserException.Unavailable(STOPPING, "The server is stopping", e);
    }
  }

  private static <T> T await(Future<T> computed) {
    try {
      return computed.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      computed.cancel(true);
      throw new HawserException.Unavailable(STOPPING, "The server is stopping", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }
}
