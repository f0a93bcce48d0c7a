package dev.hawser.identity.internal.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.error.HawserException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkShareTest {
  private final AtomicLong time = new AtomicLong();

  private int takes(Duration duration) {
    time.addAndGet(duration.toNanos());
    return 1;
  }

  @Test
  void what_was_saved_up_may_be_spent_at_once_and_then_only_the_share() {
    WorkShare work = new WorkShare(1, 0.01, Duration.ofSeconds(1), time::get);
    for (int i = 0; i < 4; i++) { // 1.2 seconds: 0.2 too much, which takes 20 seconds to earn
      work.run(() -> takes(Duration.ofMillis(300)));
    }
    assertThatThrownBy(() -> work.run(() -> takes(Duration.ofSeconds(30))))
        .isInstanceOfSatisfying(
            HawserException.LimitExceeded.class,
            busy -> assertThat(busy.retryAfter()).isBetween(seconds(15), seconds(20)))
        .hasMessageContaining("try again");
  }

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }

  @Test
  void a_debt_is_paid_off_before_the_next_work_begins() {
    WorkShare work = new WorkShare(1, 0.5, Duration.ofSeconds(1), time::get);
    work.run(() -> takes(Duration.ofSeconds(9))); // 1 - 9: 8 owed, 4.5 earned meanwhile
    assertThatThrownBy(() -> work.run(() -> 1))
        .isInstanceOfSatisfying(
            HawserException.LimitExceeded.class,
            busy -> assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(7).plusNanos(3)));
    takes(Duration.ofSeconds(8));
    assertThat(work.run(() -> 1)).isEqualTo(1);
  }

  @Test
  void no_more_than_a_few_work_at_once() throws Exception {
    WorkShare work = WorkShare.unlimited(2);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch two = new CountDownLatch(2);
    List<Future<Integer>> all = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10; i++) {
        all.add(
            threads.submit(
                () ->
                    work.run(
                        () -> {
                          most.accumulateAndGet(running.incrementAndGet(), Math::max);
                          two.countDown();
                          await(two);
                          return running.decrementAndGet();
                        })));
      }
      for (Future<Integer> one : all) {
        one.get();
      }
    }
    assertThat(most).hasValue(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
