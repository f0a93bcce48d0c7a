package dev.hawser.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class HealthMonitorTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void every_part_is_told_with_its_own_state() {
    HealthMonitor monitor =
        new HealthMonitor(
            List.of(
                part("b", () -> PartHealth.down("refused")),
                part("a", () -> PartHealth.up("18.6")),
                part(
                    "c",
                    () -> {
                      throw new IllegalStateException("secret");
                    })),
            LONG,
            LONG);

    assertThat(monitor.parts())
        .containsExactly(
            java.util.Map.entry("a", PartHealth.up("18.6")),
            java.util.Map.entry("b", PartHealth.down("refused")),
            java.util.Map.entry("c", PartHealth.down("the check failed")));
  }

  @Test
  void answers_are_kept_for_a_while_and_then_asked_again() {
    AtomicInteger asked = new AtomicInteger();
    HealthPart part = part("a", () -> PartHealth.up("" + asked.incrementAndGet()));
    HealthMonitor keeping = new HealthMonitor(List.of(part), LONG, LONG);

    assertThat(keeping.parts()).containsValue(PartHealth.up("1"));
    assertThat(keeping.parts()).containsValue(PartHealth.up("1"));

    HealthMonitor asking = new HealthMonitor(List.of(part), LONG, Duration.ZERO);
    assertThat(asking.parts()).containsValue(PartHealth.up("2"));
    assertThat(asking.parts()).containsValue(PartHealth.up("3"));
  }

  @Test
  void a_hanging_part_is_down_in_time_and_is_not_asked_again_before_it_answered() {
    CountDownLatch hangs = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    HealthMonitor monitor =
        new HealthMonitor(
            List.of(
                part(
                    "a",
                    () -> {
                      asked.incrementAndGet();
                      awaitQuietly(hangs);
                      return PartHealth.up("late");
                    }),
                part("b", () -> PartHealth.up("fine"))),
            Duration.ofMillis(50),
            Duration.ZERO);

    assertThat(monitor.parts().get("a"))
        .satisfies(a -> assertThat(a.up()).isFalse())
        .satisfies(a -> assertThat(a.detail()).startsWith("no answer for"));
    await()
        .untilAsserted(() -> assertThat(monitor.parts().get("b")).isEqualTo(PartHealth.up("fine")));
    assertThat(asked).hasValue(1);
    hangs.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HealthPart part(String name, Supplier<PartHealth> check) {
    return new HealthPart() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public PartHealth check() {
        return check.get();
      }
    };
  }
}
