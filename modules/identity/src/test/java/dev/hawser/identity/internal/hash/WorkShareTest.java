package dev.hawser.identity.internal.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.error.HawserException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WorkShareTest {
  private static final Applicant ADA = Applicant.known("ada");

  private final AtomicLong time = new AtomicLong();

  private static <T> T run(WorkShare share, Supplier<T> work) {
    try (WorkShare.Turn turn = share.turn(ADA)) {
      return turn.work(work);
    }
  }

  private int takes(Duration duration) {
    time.addAndGet(duration.toNanos());
    return 1;
  }

  @Test
  void what_was_saved_up_may_be_spent_at_once_and_then_only_the_share() {
    WorkShare work = new WorkShare(1, 0.01, Duration.ofSeconds(1), time::get);
    for (int i = 0; i < 4; i++) { // 1.2 seconds: 0.2 too much, which takes 20 seconds to earn
      run(work, () -> takes(Duration.ofMillis(300)));
    }
    assertThatThrownBy(() -> work.turn(ADA))
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
    run(work, () -> takes(Duration.ofSeconds(9))); // 1 - 9: 8 owed, 4.5 earned meanwhile
    assertThatThrownBy(() -> work.turn(ADA))
        .isInstanceOfSatisfying(
            HawserException.LimitExceeded.class,
            busy -> assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(7).plusNanos(3)));
    takes(Duration.ofSeconds(8));
    assertThat(run(work, () -> 1)).isEqualTo(1);
  }

  @Test
  void a_turn_that_is_not_used_costs_nothing_but_keeps_others_waiting_meanwhile() {
    WorkShare work = new WorkShare(1, 0.001, Duration.ofMillis(1), time::get);
    for (int i = 0; i < 5; i++) {
      try (WorkShare.Turn _ = work.turn(ADA)) {
        assertThatThrownBy(() -> work.turn(ADA)).isInstanceOf(HawserException.LimitExceeded.class);
      }
    }
  }

  @Test
  void no_more_turns_are_given_than_a_few_that_nobody_has_settled() throws Exception {
    WorkShare work = new WorkShare(1, 1, Duration.ofHours(1), time::get);
    AtomicInteger served = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> third;
      try (WorkShare.Turn _ = work.turn(ADA);
          WorkShare.Turn _ = work.turn(ADA)) {
        third = threads.submit(() -> takeTurn(work, ADA, served::incrementAndGet));
        await().until(() -> work.waiting() == 1);
        assertThat(served).hasValue(0);
      }
      third.get();
    }
    assertThat(served).hasValue(1);
  }

  @Test
  void who_would_be_sent_away_is_told_so_without_waiting() {
    WorkShare work = new WorkShare(1, 0.01, Duration.ofSeconds(1), time::get);
    assertThat(work.refusal(ADA)).isEmpty();
    run(work, () -> takes(Duration.ofSeconds(2)));
    assertThat(work.refusal(ADA))
        .hasValueSatisfying(
            busy -> assertThat(busy.retryAfter()).isBetween(seconds(95), seconds(99)));
    takes(Duration.ofSeconds(100));
    assertThat(work.refusal(ADA)).isEmpty();
  }

  @Test
  void who_is_known_comes_before_strangers_and_the_networks_of_strangers_take_turns()
      throws Exception {
    WorkShare work = new WorkShare(1, 0.05, Duration.ofMillis(1), time::get);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    List<Future<?>> all = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try (WorkShare.Turn _ = work.turn(ADA)) {
        for (String name : List.of("flood 1", "flood 2", "flood 3", "other 1", "ada 1")) {
          String source = name.substring(0, name.indexOf(' '));
          Applicant applicant =
              source.equals("ada") ? ADA : new Applicant(source, Applicant.Standing.STRANGER);
          all.add(threads.submit(() -> takeTurn(work, applicant, () -> order.add(name))));
          await().until(() -> work.waiting() == all.size());
        }
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(order).containsExactly("ada 1", "flood 1", "other 1", "flood 2", "flood 3");
  }

  private static void takeTurn(WorkShare work, Applicant applicant, Runnable then) {
    try (WorkShare.Turn _ = work.turn(applicant)) {
      then.run();
    }
  }

  @Test
  void one_network_that_waits_a_lot_is_sent_away_at_once_and_others_are_not() throws Exception {
    WorkShare work = new WorkShare(1, 0.05, Duration.ofMillis(1), time::get);
    Applicant flood = new Applicant("flood", Applicant.Standing.STRANGER);
    AtomicInteger served = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try (WorkShare.Turn _ = work.turn(ADA)) {
        for (int i = 0; i < WaitingRoom.PLACES_OF_SOURCE; i++) {
          all.add(threads.submit(() -> takeTurn(work, flood, served::incrementAndGet)));
        }
        await().until(() -> work.waiting() == WaitingRoom.PLACES_OF_SOURCE);
        assertThat(work.refusal(flood)).isPresent();
        assertThat(work.refusal(ADA)).isEmpty();
        assertThatThrownBy(() -> work.turn(flood))
            .isInstanceOfSatisfying(
                HawserException.LimitExceeded.class,
                busy -> assertThat(busy.retryAfter()).isBetween(seconds(9), seconds(11)));
        Applicant other = new Applicant("other", Applicant.Standing.STRANGER);
        all.add(threads.submit(() -> takeTurn(work, other, served::incrementAndGet)));
        await().until(() -> work.waiting() == WaitingRoom.PLACES_OF_SOURCE + 1);
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(served).hasValue(WaitingRoom.PLACES_OF_SOURCE + 1);
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
                    run(
                        work,
                        () -> {
                          most.accumulateAndGet(running.incrementAndGet(), Math::max);
                          two.countDown();
                          awaitLatch(two);
                          return running.decrementAndGet();
                        })));
      }
      for (Future<Integer> one : all) {
        one.get();
      }
    }
    assertThat(most).hasValue(2);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
