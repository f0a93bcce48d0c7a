package dev.hawser.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.redis.RedisStore;
import dev.hawser.testing.TestRedis;
import dev.hawser.testing.TestServers;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaderElectionIT {
  private final TestRedis redis = TestServers.newRedis();
  private final ClientResources resources = DefaultClientResources.create();
  private RedisStore firstStore;
  private RedisStore secondStore;

  @BeforeEach
  void connect() {
    firstStore = RedisStore.connect(redis.uri(), resources);
    secondStore = RedisStore.connect(redis.uri(), resources);
  }

  @AfterEach
  void disconnect() {
    firstStore.close();
    secondStore.close();
    resources.shutdown().awaitUninterruptibly();
  }

  private static Leadership awaitLeader(LeaderElection... candidates) {
    return await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                Stream.of(candidates)
                    .map(LeaderElection::current)
                    .flatMap(Optional::stream)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  @Test
  void one_of_many_leads_and_hands_over_at_once_with_a_larger_token() {
    LeaderElection first = new LeaderElection(firstStore, "duty");
    Leadership before = awaitLeader(first);
    try (LeaderElection second = new LeaderElection(secondStore, "duty")) {
      await().during(Duration.ofMillis(300)).until(() -> second.current().isEmpty());
      long released = System.nanoTime();
      first.close();
      assertThat(first.current()).isEmpty();
      Leadership after = awaitLeader(second);
      // Much less than the five seconds after which the key of a dead leader expires.
      assertThat(Duration.ofNanos(System.nanoTime() - released)).isLessThan(Duration.ofSeconds(3));
      assertThat(after.fencingToken()).isGreaterThan(before.fencingToken());
    }
  }

  @Test
  void a_leader_that_cannot_reach_redis_is_replaced_when_its_key_expires() {
    LeaderElection first = new LeaderElection(firstStore, "duty");
    Leadership before = awaitLeader(first);
    try (LeaderElection second = new LeaderElection(secondStore, "duty")) {
      firstStore.close();
      Leadership after = awaitLeader(second);
      assertThat(first.current()).isEmpty();
      assertThat(after.fencingToken()).isGreaterThan(before.fencingToken());
    }
    first.close();
  }

  @Test
  void the_token_grows_also_when_all_redis_data_is_lost() {
    try (LeaderElection first = new LeaderElection(firstStore, "duty")) {
      Leadership before = awaitLeader(first);
      redis.flush();
      Leadership after =
          await()
              .atMost(Duration.ofSeconds(15))
              .until(
                  () -> first.current().orElse(before),
                  now -> now.fencingToken() != before.fencingToken());
      assertThat(after.fencingToken()).isGreaterThan(before.fencingToken());
    }
  }

  @Test
  void names_are_led_independently() {
    try (LeaderElection one = new LeaderElection(firstStore, "one");
        LeaderElection two = new LeaderElection(secondStore, "two")) {
      assertThat(List.of(awaitLeader(one).name(), awaitLeader(two).name()))
          .containsExactly("one", "two");
    }
  }
}
