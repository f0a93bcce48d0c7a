package dev.hawser.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopSignalTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private final StopSignal signal = new StopSignal();

  @Test
  void a_pause_that_nobody_disturbs_ends_without_a_signal() {
    assertThat(signal.comesWithin(Duration.ofMillis(1))).isFalse();
    assertThat(signal.comesWithin(Duration.ZERO)).isFalse();
    assertThat(signal.isGiven()).isFalse();
  }

  @Test
  void it_wakes_who_pauses_and_lets_nobody_pause_after_it() throws Exception {
    CompletableFuture<Boolean> woken =
        CompletableFuture.supplyAsync(() -> signal.comesWithin(LONG));
    signal.give();
    signal.give();
    assertThat(woken.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(signal.isGiven()).isTrue();
    assertThat(signal.comesWithin(LONG)).isTrue();
  }

  @Test
  void an_interrupt_ends_the_pause_and_is_kept() {
    Thread.currentThread().interrupt();
    assertThat(signal.comesWithin(LONG)).isTrue();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(signal.isGiven()).isFalse();
  }
}
