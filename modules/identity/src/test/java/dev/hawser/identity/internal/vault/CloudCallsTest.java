package dev.hawser.identity.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.time.SystemTime;
import dev.hawser.vault.KeyServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CloudCallsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private final AtomicInteger tries = new AtomicInteger();

  private static CloudCalls calls(int atOnce, Duration whole, Duration rest) {
    return new CloudCalls(
        "test:key",
        SystemTime.SOURCE,
        new CloudCalls.Limits(atOnce, Duration.ofMillis(50), 3, Duration.ofMillis(2), whole, rest));
  }

  private static KeyServiceException.Unavailable away() {
    return new KeyServiceException.Unavailable("away", null);
  }

  @Test
  void what_is_away_for_a_moment_is_asked_again() {
    try (CloudCalls calls = calls(4, LONG, LONG)) {
      byte[] answer =
          calls.call(
              () -> {
                if (tries.incrementAndGet() < 3) {
                  throw away();
                }
                return new byte[] {7};
              });
      assertThat(answer).containsExactly(7);
      assertThat(calls.trouble()).isNull();
    }
  }

  @Test
  void what_stays_away_is_asked_three_times_and_then_left_in_peace() {
    try (CloudCalls calls = calls(4, LONG, LONG)) {
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(
                () ->
                    calls.call(
                        () -> {
                          tries.incrementAndGet();
                          throw away();
                        }))
            .isInstanceOf(HawserException.Unavailable.class)
            .hasMessageContaining("key service of the vault");
      }
      assertThat(tries).hasValue(3);
      assertThat(calls.trouble()).isEqualTo("does not answer");
    }
  }

  @Test
  void after_its_rest_it_is_asked_again_and_all_is_well() {
    try (CloudCalls calls = calls(4, LONG, Duration.ofMillis(80))) {
      assertThatThrownBy(() -> calls.call(CloudCallsTest::fail)).isNotNull();
      await().ignoreExceptions().until(() -> calls.call(() -> new byte[1]).length == 1);
      assertThat(calls.trouble()).isNull();
    }
  }

  private static byte[] fail() {
    throw away();
  }

  @Test
  void a_refusal_is_not_repeated_and_is_told_apart() {
    try (CloudCalls calls = calls(4, LONG, LONG)) {
      assertThatThrownBy(
              () ->
                  calls.call(
                      () -> {
                        tries.incrementAndGet();
                        throw new KeyServiceException.Refused("arn:aws:kms:…: no", null);
                      }))
          .isInstanceOfSatisfying(
              HawserException.Unavailable.class, e -> assertThat(CloudCalls.isRefusal(e)).isTrue())
          .hasMessageNotContaining("arn:aws");
      assertThat(tries).hasValue(1);
      assertThat(calls.call(() -> new byte[1])).hasSize(1); // and nobody has to wait
    }
  }

  @Test
  void a_service_that_hangs_holds_few_threads_and_nobody_for_long() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    try (CloudCalls calls = calls(4, Duration.ofSeconds(2), Duration.ofSeconds(30));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> callers = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        callers.add(
            threads.submit(
                () ->
                    calls.call(
                        () -> {
                          tries.incrementAndGet();
                          awaitEnd(hanging);
                          return new byte[1];
                        })));
      }
      for (Future<?> caller : callers) {
        assertThatThrownBy(caller::get).hasCauseInstanceOf(HawserException.Unavailable.class);
      }
      assertThat(tries).hasValue(4); // all others were turned away
      hanging.countDown();
    }
  }

  private static void awaitEnd(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
