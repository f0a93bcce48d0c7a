package dev.hawser.tasks.internal.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs calls to the blob store side by side, a few at a time. */
final class Together {
  private static final int AT_ONCE = 8;

  private Together() {}

  /**
   * The results, in the order of the calls, when all have ended. The first failure in that order is
   * thrown as it is.
   */
  static <T> List<T> all(List<? extends Callable<T>> calls)
      throws ExecutionException, InterruptedException {
    List<T> results = new ArrayList<>(calls.size());
    int threads = Math.max(1, Math.min(AT_ONCE, calls.size()));
    try (ExecutorService executor =
        Executors.newFixedThreadPool(threads, Thread.ofVirtual().name("payload-", 0).factory())) {
      for (Future<T> result : executor.invokeAll(calls)) {
        results.add(result.get());
      }
    }
    return results;
  }
}
