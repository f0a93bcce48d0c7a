package dev.hawser.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.redis.RedisStore;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.testing.TestServers;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedCacheRaceIT {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int LIMIT = 1_000;
  private static final CacheKey KEY = new CacheKey("things", 1, "one");

  private final ClientResources resources = DefaultClientResources.create();
  private final MovableClock clock = new MovableClock();
  private final FragileBlobs blobs = new FragileBlobs(new MemoryBlobStore(clock));
  private final RedisStore store = RedisStore.connect(TestServers.newRedis().uri(), resources);
  private final SharedCache here = replica();
  private final SharedCache there = replica();

  private SharedCache replica() {
    return new SharedCache(
        new RedisEntries(store, clock),
        new OverflowBlobs(blobs, clock),
        new CacheMetrics(new SimpleMeterRegistry()),
        clock,
        LIMIT);
  }

  @AfterEach
  void disconnect() {
    store.close();
    resources.shutdown().awaitUninterruptibly();
  }

  private static byte[] filled(int with) {
    byte[] bytes = new byte[LIMIT * 2];
    Arrays.fill(bytes, (byte) with);
    return bytes;
  }

  private static <T> FutureTask<T> start(List<Thread> threads, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    threads.add(Thread.ofPlatform().start(task));
    return task;
  }

  private static void pass(CountDownLatch gate) {
    try {
      assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void those_who_miss_at_the_same_time_load_once() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger loads = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    List<FutureTask<Optional<byte[]>>> answers =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    start(
                        threads,
                        () ->
                            here.getOrLoad(
                                KEY,
                                HOUR,
                                () -> {
                                  loads.incrementAndGet();
                                  pass(gate);
                                  return Optional.of(filled(1));
                                })))
            .toList();
    awaitWaiting(threads);
    gate.countDown();
    for (FutureTask<Optional<byte[]>> answer : answers) {
      assertThat(answer.get()).hasValueSatisfying(v -> assertThat(v).isEqualTo(filled(1)));
    }
    assertThat(loads).hasValue(1);
    assertThat(here.get(KEY)).isPresent();
  }

  @Test
  void a_failed_load_fails_for_all_who_waited_and_is_not_kept() {
    CountDownLatch gate = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    List<FutureTask<Optional<byte[]>>> answers =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    start(
                        threads,
                        () ->
                            here.getOrLoad(
                                KEY,
                                HOUR,
                                () -> {
                                  pass(gate);
                                  throw new IllegalStateException("the source is down");
                                })))
            .toList();
    awaitWaiting(threads);
    gate.countDown();
    for (FutureTask<Optional<byte[]>> answer : answers) {
      assertThatThrownBy(answer::get)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the source is down");
    }
    assertThat(here.getOrLoad(KEY, HOUR, Optional::empty)).isEmpty();
    assertThat(here.getOrLoad(KEY, HOUR, () -> Optional.of(filled(2)))).isPresent();
  }

  @Test
  void what_was_loaded_before_an_invalidation_here_or_elsewhere_is_not_kept() throws Exception {
    for (SharedCache invalidating : List.of(here, there)) {
      CountDownLatch loading = new CountDownLatch(1);
      CountDownLatch gate = new CountDownLatch(1);
      FutureTask<Optional<byte[]>> old =
          start(
              new ArrayList<>(),
              () ->
                  here.getOrLoad(
                      KEY,
                      HOUR,
                      () -> {
                        loading.countDown();
                        pass(gate);
                        return Optional.of(filled(1));
                      }));
      pass(loading);
      invalidating.invalidate(KEY);
      if (invalidating == here) {
        assertThat(here.getOrLoad(KEY, HOUR, () -> Optional.of(filled(2))))
            .as("who comes after it does not get what was loaded before")
            .hasValueSatisfying(v -> assertThat(v).isEqualTo(filled(2)));
      }
      gate.countDown();
      assertThat(old.get()).hasValueSatisfying(v -> assertThat(v).isEqualTo(filled(1)));
      Optional<byte[]> kept = here.get(KEY);
      if (invalidating == here) {
        assertThat(kept).hasValueSatisfying(v -> assertThat(v).isEqualTo(filled(2)));
        assertThat(blobs.keys("cache/")).hasSize(1);
      } else {
        assertThat(kept).isEmpty();
        assertThat(blobs.keys("cache/")).isEmpty();
      }
      here.invalidate(KEY);
    }
  }

  @Test
  void puts_invalidations_and_reads_at_once_never_show_half_a_value_and_leave_no_blob_behind()
      throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<FutureTask<Boolean>> work = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      int number = n;
      SharedCache cache = n % 2 == 0 ? here : there;
      work.add(
          start(
              threads,
              () -> {
                for (int round = 0; round < 150; round++) {
                  switch ((number + round) % 4) {
                    case 0 -> cache.put(KEY, filled(number), HOUR);
                    case 1 -> cache.invalidate(KEY);
                    case 2 -> cache.getOrLoad(KEY, HOUR, () -> Optional.of(filled(number)));
                    default -> cache.get(KEY).ifPresent(v -> assertThat(v).containsOnly(v[0]));
                  }
                }
                return true;
              }));
    }
    for (FutureTask<Boolean> task : work) {
      assertThat(task.get()).isTrue();
    }
    assertThat(blobs.keys("cache/")).hasSize(here.get(KEY).isPresent() ? 1 : 0);
  }

  private static void awaitWaiting(List<Thread> threads) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                threads.stream()
                    .allMatch(
                        thread ->
                            thread.getState() == Thread.State.WAITING
                                || thread.getState() == Thread.State.TIMED_WAITING));
  }
}
