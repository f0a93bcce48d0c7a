package dev.hawser.identity.internal.http;

import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests that begin at the same moment. */
final class Together {
  private Together() {}

  /** The statuses of their answers, in the order of the requests. */
  static List<Integer> send(List<Callable<Answer>> requests) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Answer>> answers = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Callable<Answer> request : requests) {
        answers.add(
            executor.submit(
                () -> {
                  start.await();
                  return request.call();
                }));
      }
      start.countDown();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Answer> answer : answers) {
        statuses.add(answer.get().status());
      }
      return statuses;
    }
  }
}
