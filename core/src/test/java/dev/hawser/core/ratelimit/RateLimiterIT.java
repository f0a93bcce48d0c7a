package dev.hawser.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.redis.RedisStore;
import dev.hawser.testing.CutProxy;
import dev.hawser.testing.TestRedis;
import dev.hawser.testing.TestServers;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimiterIT {
  private static final ClientResources RESOURCES = DefaultClientResources.create();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** More than usual: what is tested here must not depend on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TestRedis redis = TestServers.newRedis();
  private CutProxy proxy;
  private RedisStore store;
  private RedisStore other;
  private RedisStore direct;

  @BeforeEach
  void connect() throws IOException {
    proxy = new CutProxy(redis.uri());
    store = RedisStore.connect(proxy.uri(), RESOURCES);
    other = RedisStore.connect(proxy.uri(), RESOURCES);
    direct = RedisStore.connect(redis.uri(), RESOURCES);
  }

  @AfterEach
  void disconnect() throws IOException {
    store.close();
    other.close();
    direct.close();
    proxy.close();
  }

  @AfterAll
  static void shutDown() {
    RESOURCES.shutdown().awaitUninterruptibly();
  }

  private static RateLimiter on(RedisStore redis) {
    return new RateLimiter(redis, new Replicas(redis), PATIENCE, System::nanoTime);
  }

  private static long allowed(RateLimiter limiter, RateLimit limit, int calls) {
    return IntStream.range(0, calls).filter(i -> limiter.take(limit, "x").isAllowed()).count();
  }

  @Test
  void a_burst_of_the_quota_is_allowed_and_no_more() {
    RateLimit limit = new RateLimit("burst", 60, Duration.ofHours(1));
    RateLimiter limiter = on(store);
    assertThat(allowed(limiter, limit, 200)).isEqualTo(60);
    Decision refused = limiter.take(limit, "x");
    assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
    assertThat(refused.remaining()).isZero();
    assertThat(refused.item()).isEqualTo("\"burst\";r=0;t=3600");
    assertThat(limit.policyItem()).isEqualTo("\"burst\";q=60;w=3600");
    assertThatThrownBy(refused::check)
        .isInstanceOf(HawserException.LimitExceeded.class)
        .hasMessageContaining("burst");
    assertThat(limiter.take(limit, "y").isAllowed()).as("somebody else").isTrue();
  }

  @Test
  void what_remains_is_counted_down() {
    RateLimit limit = new RateLimit("left", 10, Duration.ofHours(1));
    RateLimiter limiter = on(store);
    assertThat(IntStream.range(0, 10).mapToObj(i -> limiter.take(limit, "x").remaining()))
        .containsExactly(9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L, 0L);
  }

  @Test
  void an_empty_bucket_fills_evenly() {
    RateLimit limit = new RateLimit("refill", 20, Duration.ofSeconds(20));
    RateLimiter limiter = on(store);
    assertThat(allowed(limiter, limit, 100)).isBetween(20L, 24L);
    Decision refused = limiter.take(limit, "x");
    assertThat(refused.retryAfter()).isBetween(Duration.ZERO, Duration.ofSeconds(1));
    await().until(() -> limiter.take(limit, "x").isAllowed());
  }

  @Test
  void calls_of_two_replicas_count_together() throws Exception {
    RateLimit limit = new RateLimit("shared", 400, Duration.ofHours(1));
    List<RateLimiter> replicas = List.of(on(store), on(other));
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Long>> callers =
          IntStream.range(0, 8)
              .<Callable<Long>>mapToObj(i -> () -> allowed(replicas.get(i % 2), limit, 200))
              .toList();
      long sum = 0;
      for (Future<Long> one : executor.invokeAll(callers)) {
        sum += one.get();
      }
      // Never more. What one replica has leased when the other stops may be missing.
      assertThat(sum).isBetween(400L - limit.largestLease(), 400L);
    }
  }

  @Test
  void a_burst_at_the_same_time_is_not_refused_while_there_is_enough() throws Exception {
    RateLimit limit = new RateLimit("wide", 1_000, Duration.ofHours(1));
    RateLimiter limiter = on(store);
    List<CompletableFuture<Decision>> all =
        IntStream.range(0, 1_000)
            .mapToObj(i -> limiter.ask(limit, "x").toCompletableFuture())
            .toList();
    for (CompletableFuture<Decision> one : all) {
      assertThat(one.get().isAllowed()).isTrue();
    }
    assertThat(limiter.take(limit, "x").isAllowed()).isFalse();
  }

  @Test
  void a_busy_caller_seldom_asks_redis_and_a_quiet_one_takes_no_more_than_it_uses() {
    RateLimit limit = new RateLimit("lease", 1_200, Duration.ofHours(1));
    RateLimiter limiter = on(store);
    long before = evaluations();
    assertThat(allowed(limiter, limit, 1_000)).isEqualTo(1_000);
    assertThat(evaluations() - before).isLessThan(60);
    RateLimiter quiet = on(other);
    assertThat(quiet.take(limit, "quiet").remaining()).isEqualTo(1_199);
    assertThat(on(store).take(limit, "quiet").remaining()).isEqualTo(1_198);
  }

  private long evaluations() {
    return Stream.of(direct.commands().info("commandstats").split("\\R"))
        .filter(line -> line.startsWith("cmdstat_eval:calls="))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*calls=(\\d+),.*", "$1")))
        .sum();
  }

  @Test
  void without_redis_a_replica_enforces_its_share_and_with_it_again_the_whole() {
    AtomicLong ahead = new AtomicLong();
    Replicas replicas = new Replicas(store);
    new Replicas(other).announce();
    replicas.announce();
    assertThat(replicas.count()).isEqualTo(2);
    RateLimit limit = new RateLimit("outage", 100, Duration.ofHours(1));
    RateLimiter limiter =
        new RateLimiter(store, replicas, PATIENCE, () -> System.nanoTime() + ahead.get());
    assertThat(limiter.take(limit, "before").isAllowed()).isTrue();

    proxy.cut();
    assertThat(allowed(limiter, limit, 200)).isEqualTo(50);
    Decision refused = limiter.take(limit, "x");
    assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(72));
    assertThat(limiter.usedUp(limit, "x")).isPresent();
    assertThat(limiter.usedUp(limit, "before")).isEmpty();
    replicas.announce();
    assertThat(replicas.count()).as("what was counted last").isEqualTo(2);
    ahead.addAndGet(Duration.ofMinutes(12).toNanos());
    assertThat(allowed(limiter, limit, 200)).as("a fifth has come back").isEqualTo(10);

    proxy.mend();
    await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(store.commands().ping()).isEqualTo("PONG"));
    await().until(() -> limiter.take(limit, "y").remaining() > 50);
    assertThat(allowed(limiter, limit, 200)).as("the shared bucket was full").isEqualTo(100);
  }

  @Test
  void a_share_at_the_start_of_an_outage_is_of_what_was_left() {
    RateLimit limit = new RateLimit("late", 100, Duration.ofHours(1));
    RateLimiter limiter = on(store);
    assertThat(allowed(limiter, limit, 90)).isEqualTo(90);
    assertThat(limiter.usedUp(limit, "x")).isEmpty();
    proxy.cut();
    assertThat(allowed(limiter, limit, 200)).isBetween(1L, 15L);
  }

  @Test
  void a_slow_redis_costs_one_caller_a_moment_and_the_others_nothing() {
    RateLimit limit = new RateLimit("slow", 1_000, Duration.ofHours(1));
    RateLimiter limiter =
        new RateLimiter(store, new Replicas(store), Duration.ofMillis(50), System::nanoTime);
    assertThat(limiter.take(limit, "warm").isAllowed()).isTrue();
    proxy.hold();
    try {
      long start = System.nanoTime();
      assertThat(allowed(limiter, limit, 500)).isEqualTo(500);
      // Patience once, and once more if it took longer than the pause; without a circuit it is 25
      // s.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    } finally {
      proxy.release();
    }
  }

  @Test
  void what_somebody_else_wrote_into_a_bucket_is_no_error() {
    RateLimit limit = new RateLimit("strange", 10, MINUTE);
    direct.commands().set("hawser:limit:1:strange:x", "nonsense");
    assertThat(on(store).take(limit, "x").remaining()).isEqualTo(9);
    direct.commands().set("hawser:limit:1:strange:y", "9000000000000000");
    Decision far = on(store).take(limit, "y");
    assertThat(far.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(7));
  }

  @Test
  void no_limit_asks_nobody() {
    RateLimit off = new RateLimit("off", 0, MINUTE);
    RateLimiter limiter = on(store);
    proxy.cut();
    assertThat(off.isOff()).isTrue();
    assertThat(allowed(limiter, off, 10_000)).isEqualTo(10_000);
  }

  @Test
  void a_full_bucket_leaves_nothing_in_redis() {
    RateLimit limit = new RateLimit("gone", 10, Duration.ofMillis(500));
    on(store).take(limit, "x");
    String key = "hawser:limit:1:gone:x";
    await().until(() -> direct.commands().exists(key) == 0);
  }
}
