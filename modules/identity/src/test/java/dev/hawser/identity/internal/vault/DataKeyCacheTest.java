package dev.hawser.identity.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DataKeyCacheTest {
  private static final byte[] WRAPPED = {1, 2, 3};
  private static final byte[] CONTEXT = {9};
  private final HawserException.Unavailable away =
      new HawserException.Unavailable(
          new ErrorCode("identity.vault-key-service-unavailable"), "away", null);
  private final HawserException.Unavailable refused =
      new HawserException.Unavailable(
          new ErrorCode("identity.vault-key-service-refused"), "no", null);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final DataKeyCache cache = new DataKeyCache(Duration.ofMinutes(10), now::get);
  private final AtomicInteger loads = new AtomicInteger();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

  private byte[] load() {
    loads.incrementAndGet();
    RuntimeException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
    return new byte[] {42, 42};
  }

  private byte[] get() throws Exception {
    return cache.get(WRAPPED, CONTEXT, this::load);
  }

  private void forward(Duration by) {
    now.updateAndGet(at -> at.plus(by));
  }

  @Test
  void a_key_is_asked_for_once_and_who_wipes_his_copy_harms_nobody() throws Exception {
    Arrays.fill(get(), (byte) 0);
    assertThat(get()).containsExactly(42, 42);
    assertThat(loads).hasValue(1);
  }

  @Test
  void another_context_or_ciphertext_is_another_question() throws Exception {
    get();
    cache.get(WRAPPED, new byte[] {8}, this::load);
    cache.get(new byte[] {1, 2, 4}, CONTEXT, this::load);
    assertThat(loads).hasValue(3);
  }

  @Test
  void while_the_service_is_away_a_key_goes_on_for_its_time_and_no_longer() throws Exception {
    get();
    failure.set(away);
    forward(Duration.ofMinutes(9).plusSeconds(59));
    assertThat(get()).containsExactly(42, 42);
    await().until(() -> loads.get() == 2); // it was asked beside
    forward(Duration.ofSeconds(2));
    assertThatThrownBy(this::get).isSameAs(away);
    failure.set(null);
    assertThat(get()).containsExactly(42, 42);
  }

  @Test
  void a_key_in_use_is_renewed_and_so_outlives_its_time() throws Exception {
    for (int i = 1; i <= 20; i++) {
      assertThat(get()).containsExactly(42, 42);
      int expected = i;
      await().until(() -> loads.get() == expected); // each time beside, but for the first
      forward(Duration.ofMinutes(3));
    }
  }

  @Test
  void a_key_that_the_service_refuses_now_is_given_up_before_its_time() throws Exception {
    get();
    failure.set(refused);
    forward(Duration.ofMinutes(3));
    assertThat(get()).containsExactly(42, 42);
    await().untilAsserted(() -> assertThatThrownBy(this::get).isSameAs(refused));
  }

  @Test
  void of_many_that_ask_at_once_one_asks_the_service() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<byte[]>> answers = new ArrayList<>();
      Callable<byte[]> ask =
          () ->
              cache.get(
                  WRAPPED,
                  CONTEXT,
                  () -> {
                    try {
                      go.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                    return load();
                  });
      for (int i = 0; i < 50; i++) {
        answers.add(threads.submit(ask));
      }
      go.countDown();
      for (Future<byte[]> answer : answers) {
        assertThat(answer.get()).containsExactly(42, 42);
        Arrays.fill(answer.get(), (byte) 0);
      }
    }
    assertThat(loads).hasValue(1);
  }
}
