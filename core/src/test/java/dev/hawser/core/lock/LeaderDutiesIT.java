package dev.hawser.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.redis.RedisStore;
import dev.hawser.testing.TestServers;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.micronaut.context.BeanContext;
import io.micronaut.context.event.StartupEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaderDutiesIT {
  private static final Duration STEP = Duration.ofSeconds(20);

  private final ClientResources resources = DefaultClientResources.create();
  private final RedisStore store = RedisStore.connect(TestServers.newRedis().uri(), resources);
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-04T05:06:07Z"));

  @AfterEach
  void disconnect() {
    store.close();
    resources.shutdown().awaitUninterruptibly();
  }

  /** Notes its runs; the first ones fail. */
  private final class Noted implements LeaderDuty {
    private final List<Instant> runs = new CopyOnWriteArrayList<>();
    private final int failures;

    Noted(int failures) {
      this.failures = failures;
    }

    @Override
    public String name() {
      return "noting";
    }

    @Override
    public Duration every() {
      return Duration.ofHours(1);
    }

    @Override
    public void run(BooleanSupplier leading) {
      assertThat(leading.getAsBoolean()).isTrue();
      runs.add(now.get());
      if (runs.size() <= failures) {
        throw new IllegalStateException("not yet");
      }
    }
  }

  private LeaderDuties replica(LeaderDuty duty) {
    LeaderDuties duties = new LeaderDuties(store, List.of(duty), now::get);
    duties.start(new StartupEvent(BeanContext.build()));
    return duties;
  }

  /** Puts the clock forward until so many runs are noted, and tells how far apart they were. */
  private List<Duration> awaitRuns(Noted duty, int count, Duration step) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              if (duty.runs.size() < count) {
                now.updateAndGet(then -> then.plus(step));
              }
              return duty.runs.size() >= count;
            });
    return IntStream.range(1, duty.runs.size())
        .mapToObj(i -> Duration.between(duty.runs.get(i - 1), duty.runs.get(i)))
        .toList();
  }

  @Test
  void one_replica_does_it_from_time_to_time_and_another_goes_on_when_that_one_stops()
      throws Exception {
    Instant started = now.get();
    Noted first = new Noted(0);
    LeaderDuties one = replica(first);
    awaitRuns(first, 1, STEP);
    assertThat(first.runs.getFirst()).isAfterOrEqualTo(started.plus(Duration.ofMinutes(1)));
    Noted second = new Noted(0);
    LeaderDuties other = replica(second);
    assertThat(awaitRuns(first, 2, Duration.ofMinutes(5)))
        .allMatch(gap -> gap.compareTo(Duration.ofHours(1)) >= 0);
    assertThat(second.runs).isEmpty();
    one.stop();
    awaitRuns(second, 1, STEP);
    other.stop();
    assertThat(first.runs).hasSize(2);
  }

  @Test
  void a_duty_that_fails_is_tried_again_after_a_minute() throws Exception {
    Noted duty = new Noted(2);
    LeaderDuties replica = replica(duty);
    assertThat(awaitRuns(duty, 3, STEP))
        .allMatch(gap -> gap.compareTo(Duration.ofMinutes(1)) >= 0)
        .allMatch(gap -> gap.compareTo(Duration.ofHours(1)) < 0);
    replica.stop();
  }
}
