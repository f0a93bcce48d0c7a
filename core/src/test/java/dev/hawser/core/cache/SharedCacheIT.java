package dev.hawser.core.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.redis.RedisStore;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.FolderBlobStore;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.testing.CutProxy;
import dev.hawser.testing.TestRedis;
import dev.hawser.testing.TestServers;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedCacheIT {
  private static final ClientResources RESOURCES = DefaultClientResources.create();
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int LIMIT = 1_000;
  private static final CacheKey KEY = new CacheKey("things", 1, "one");

  private final TestRedis redis = TestServers.newRedis();
  private final MovableClock clock = new MovableClock();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private FragileBlobs blobs = new FragileBlobs(new MemoryBlobStore(clock));
  private RedisStore store;
  private SharedCache cache;

  @BeforeEach
  void connect() {
    store = RedisStore.connect(redis.uri(), RESOURCES);
    cache = cache(store);
  }

  @AfterEach
  void disconnect() {
    store.close();
    blobs.close();
  }

  @AfterAll
  static void shutDown() {
    RESOURCES.shutdown().awaitUninterruptibly();
  }

  private SharedCache cache(RedisStore in) {
    return new SharedCache(
        new RedisEntries(in, clock),
        new OverflowBlobs(blobs, clock),
        new CacheMetrics(meters),
        clock,
        LIMIT);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private double count(String meter, String... tags) {
    return meters.get(meter).tags(tags).counter().count();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void values_of_every_size_come_back_and_only_large_ones_are_blobs(
      boolean folder, @TempDir Path temporary) {
    if (folder) {
      blobs = new FragileBlobs(FolderBlobStore.open(temporary, clock));
      cache = cache(store);
    }
    for (int size : List.of(0, 1, LIMIT - 1, LIMIT, LIMIT + 1, 5 << 20)) {
      CacheKey key = new CacheKey("things", 1, "size-" + size);
      assertThat(cache.get(key)).isEmpty();
      cache.put(key, random(size), HOUR);
      assertThat(cache.get(key)).hasValueSatisfying(v -> assertThat(v).isEqualTo(random(size)));
    }
    assertThat(blobs.keys("")).hasSize(2).allMatch(key -> key.startsWith("cache/2026-03-05/"));
    assertThat(count("hawser.cache.overflows", "cache", "things")).isEqualTo(2);
    assertThat(count("hawser.cache.requests", "cache", "things", "result", "hit")).isEqualTo(6);
    assertThat(count("hawser.cache.requests", "cache", "things", "result", "miss")).isEqualTo(6);
  }

  @Test
  void another_format_or_namespace_is_another_entry() {
    cache.put(KEY, random(3), HOUR);
    assertThat(cache.get(new CacheKey("things", 2, "one"))).isEmpty();
    assertThat(cache.get(new CacheKey("other", 1, "one"))).isEmpty();
  }

  @Test
  void a_replaced_or_invalid_value_leaves_no_blob() {
    cache.put(KEY, random(2 * LIMIT), HOUR);
    String first = blobs.keys("cache/").getFirst();
    cache.put(KEY, random(3 * LIMIT), HOUR);
    assertThat(blobs.keys("cache/")).hasSize(1).doesNotContain(first);
    assertThat(cache.get(KEY)).hasValueSatisfying(v -> assertThat(v).hasSize(3 * LIMIT));
    cache.put(KEY, random(10), HOUR);
    assertThat(blobs.keys("cache/")).isEmpty();
    assertThat(cache.get(KEY)).hasValueSatisfying(v -> assertThat(v).hasSize(10));
    cache.put(KEY, random(2 * LIMIT), HOUR);
    cache.invalidate(KEY);
    assertThat(cache.get(KEY)).isEmpty();
    assertThat(blobs.keys("cache/")).isEmpty();
  }

  @Test
  void what_has_expired_is_gone_also_while_its_bytes_are_still_there() {
    CacheKey small = new CacheKey("things", 1, "small");
    cache.put(small, random(5), HOUR);
    cache.put(KEY, random(2 * LIMIT), HOUR);
    clock.move(HOUR.minusMillis(1));
    assertThat(cache.get(small)).isPresent();
    assertThat(cache.get(KEY)).isPresent();
    clock.move(Duration.ofMillis(1));
    assertThat(cache.get(small)).isEmpty();
    assertThat(cache.get(KEY)).isEmpty();
    assertThat(blobs.keys("cache/")).hasSize(1);
    cache.getOrLoad(KEY, HOUR, () -> Optional.of(random(7)));
    assertThat(cache.get(KEY)).hasValueSatisfying(v -> assertThat(v).isEqualTo(random(7)));
  }

  @Test
  void redis_drops_entries_by_itself() {
    cache.put(KEY, random(5), Duration.ofMillis(200));
    await().atMost(Duration.ofSeconds(10)).until(() -> cache.get(KEY).isEmpty());
  }

  @Test
  void a_marker_without_its_blob_is_a_miss_that_the_next_load_repairs() {
    cache.put(KEY, random(2 * LIMIT), HOUR);
    blobs.delete(new BlobKey(blobs.keys("cache/").getFirst()));
    assertThat(cache.get(KEY)).isEmpty();
    cache.getOrLoad(KEY, HOUR, () -> Optional.of(random(2 * LIMIT)));
    assertThat(cache.get(KEY)).isPresent();
    assertThat(blobs.keys("cache/")).hasSize(1);
  }

  @Test
  void bytes_of_somebody_else_are_a_miss() {
    for (String foreign : List.of("", "x", "\1short", "\2" + "0".repeat(30), "\3".repeat(40))) {
      store.commands().set(KEY.toString(), foreign);
      assertThat(cache.get(KEY)).isEmpty();
    }
    assertThat(cache.getOrLoad(KEY, HOUR, () -> Optional.of(random(9)))).isPresent();
    assertThat(cache.get(KEY)).isPresent();
  }

  @Test
  void after_flushall_everything_is_loaded_again() {
    cache.put(KEY, random(2 * LIMIT), HOUR);
    redis.flush();
    assertThat(cache.get(KEY)).isEmpty();
    cache.getOrLoad(KEY, HOUR, () -> Optional.of(random(3 * LIMIT)));
    assertThat(cache.get(KEY)).hasValueSatisfying(v -> assertThat(v).hasSize(3 * LIMIT));
    clock.move(Duration.ofDays(2));
    new CacheCleanUp(blobs, clock).run(() -> true);
    assertThat(blobs.keys("cache/")).isEmpty();
  }

  @Test
  void without_the_blob_store_large_values_are_missing_and_one_line_says_so() {
    cache.put(KEY, random(2 * LIMIT), HOUR);
    CacheKey small = new CacheKey("things", 1, "small");
    try (CapturedLog log = new CapturedLog(Availability.class)) {
      blobs.down(true);
      int before = blobs.calls();
      for (int i = 0; i < 5; i++) {
        assertThat(cache.get(KEY)).isEmpty();
        cache.put(new CacheKey("things", 1, "new"), random(2 * LIMIT), HOUR);
        assertThat(cache.getOrLoad(KEY, HOUR, () -> Optional.of(random(LIMIT + 1)))).isPresent();
      }
      cache.put(small, random(3), HOUR);
      assertThat(cache.get(small)).isPresent();
      assertThat(blobs.calls() - before).as("it is not asked again at once").isEqualTo(1);
      clock.move(Duration.ofSeconds(2));
      assertThat(cache.get(KEY)).isEmpty();
      assertThat(log.lines()).hasSize(1);
      blobs.down(false);
      clock.move(Duration.ofSeconds(2));
      assertThat(cache.get(KEY)).hasValueSatisfying(v -> assertThat(v).hasSize(2 * LIMIT));
      assertThat(log.lines())
          .containsExactly(
              "The blob store (cache) does not answer; going on without it: the store is down",
              "The blob store (cache) answers again");
    }
  }

  @Test
  void without_redis_everything_is_missing_and_one_line_says_so() throws Exception {
    try (CutProxy proxy = new CutProxy(redis.uri());
        RedisStore behind = RedisStore.connect(proxy.uri(), RESOURCES);
        CapturedLog log = new CapturedLog(Availability.class)) {
      SharedCache far = cache(behind);
      far.put(KEY, random(5), HOUR);
      proxy.cut();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                clock.move(Duration.ofSeconds(2));
                return far.get(KEY).isEmpty();
              });
      far.put(KEY, random(6), HOUR);
      far.invalidate(KEY);
      assertThat(far.getOrLoad(KEY, HOUR, () -> Optional.of(random(7))))
          .hasValueSatisfying(v -> assertThat(v).hasSize(7));
      assertThat(log.lines()).hasSize(1).first().asString().startsWith("Redis (cache) does not");
      proxy.mend();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                clock.move(Duration.ofSeconds(2));
                return far.get(KEY).isPresent();
              });
      assertThat(log.lines()).hasSize(2).last().isEqualTo("Redis (cache) answers again");
    }
  }

  @Test
  void a_client_that_is_closed_is_an_empty_cache() {
    store.close();
    cache.put(KEY, random(5), HOUR);
    assertThat(cache.get(KEY)).isEmpty();
    assertThat(cache.getOrLoad(KEY, HOUR, () -> Optional.of(random(6)))).isPresent();
    cache.invalidate(KEY);
  }

  @Test
  void more_than_the_largest_value_is_not_kept() {
    byte[] large = new byte[SharedCache.MAX_VALUE + 1];
    cache.put(KEY, large, HOUR);
    assertThat(cache.get(KEY)).isEmpty();
    assertThat(cache.getOrLoad(KEY, HOUR, () -> Optional.of(large))).isPresent();
    assertThat(cache.get(KEY)).isEmpty();
    assertThat(blobs.keys("")).isEmpty();
  }

  @Test
  void wrong_keys_and_times_are_refused() {
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
      assertThatThrownBy(() -> cache.put(KEY, new byte[1], wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String id : List.of("", "a\nb", "x".repeat(513))) {
      assertThatThrownBy(() -> new CacheKey("things", 1, id))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new CacheKey("Things", 1, "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void text_in_other_scripts_is_a_key_like_any_other() {
    CacheKey key = new CacheKey("things", 1, "größe-大きさ");
    cache.put(key, "värde".getBytes(UTF_8), HOUR);
    assertThat(cache.get(key)).hasValueSatisfying(v -> assertThat(v).asString().isEqualTo("värde"));
  }
}
