package dev.hawser.core.cache;

import dev.hawser.core.cache.RedisEntries.Found;
import dev.hawser.core.cache.RedisEntries.Swapped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values that all replicas share for a while. Small ones are in Redis; larger ones are in the blob
 * store, and Redis holds a marker: callers see no difference. A cache never fails: when Redis or
 * the blob store is down, what it would hold is missing and what is put is dropped. A value that
 * has expired is gone, wherever its bytes still are.
 *
 * <p>Values are bytes and are not copied: change neither what was put nor what was got. All methods
 * block and may be called from any number of threads.
 */
public final class SharedCache {
  /** Larger values are not kept: 64 MiB. */
  public static final int MAX_VALUE = 64 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(SharedCache.class);

  /** A load that takes longer than this may bring back what an invalidation has removed. */
  private static final Duration TOMBSTONE_KEPT = Duration.ofMinutes(10);

  private final RedisEntries redis;
  private final OverflowBlobs blobs;
  private final CacheMetrics metrics;
  private final InstantSource clock;
  private final long overflowAbove;
  private final ConcurrentMap<CacheKey, CompletableFuture<Optional<byte[]>>> loads =
      new ConcurrentHashMap<>();

  SharedCache(
      RedisEntries redis,
      OverflowBlobs blobs,
      CacheMetrics metrics,
      InstantSource clock,
      long overflowAbove) {
    this.redis = redis;
    this.blobs = blobs;
    this.metrics = metrics;
    this.clock = clock;
    this.overflowAbove = overflowAbove;
  }

  private sealed interface Answer {
    record Hit(byte[] value) implements Answer {}

    /**
     * @param state of the entry when it was looked at
     */
    record Miss(String state) implements Answer {}

    record Unknown() implements Answer {}
  }

  /** The value, if it is there and has not expired. */
  public Optional<byte[]> get(CacheKey key) {
    Optional<byte[]> value = look(key) instanceof Answer.Hit hit ? some(hit) : Optional.empty();
    metrics.asked(key, value.isPresent());
    return value;
  }

  /**
   * Keeps a value; it replaces the one that is there. Of two puts at once, the value of either one
   * stays, whole.
   *
   * @param value at most {@link #MAX_VALUE} bytes; larger ones are not kept
   * @param timeToLive more than nothing
   */
  public void put(CacheKey key, byte[] value, Duration timeToLive) {
    store(key, value, timeToLive, RedisEntries.ANY);
  }

  /**
   * Removes a value. What {@link #getOrLoad} began to load before, on any replica, is not kept, and
   * callers that come later on this replica do not get it. When Redis cannot be reached this does
   * nothing, and the value stays until it expires: where that must not be, put the version of the
   * thing into the key.
   */
  public void invalidate(CacheKey key) {
    Instant until = clock.instant().plus(TOMBSTONE_KEPT);
    redis
        .swap(key, new Entry.Tombstone(until, UUID.randomUUID()), TOMBSTONE_KEPT, RedisEntries.ANY)
        .ifPresent(this::dropReplaced);
    loads.remove(key);
  }

  /**
   * The value, or else what the source gives, which is kept. In this process the source is asked
   * once for all that ask at the same time; they get the same array, or the same exception.
   *
   * @param source the truth; empty means that there is none, which is not kept. It must not ask
   *     this cache for the same key.
   */
  public Optional<byte[]> getOrLoad(
      CacheKey key, Duration timeToLive, Supplier<Optional<byte[]>> source) {
    CompletableFuture<Optional<byte[]>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<byte[]>> running = loads.putIfAbsent(key, mine);
    if (running != null) {
      return await(running);
    }
    try {
      Optional<byte[]> value = lookOrLoad(key, timeToLive, source);
      mine.complete(value);
      return value;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      loads.remove(key, mine);
    }
  }

  private Optional<byte[]> lookOrLoad(
      CacheKey key, Duration timeToLive, Supplier<Optional<byte[]>> source) {
    Answer answer = look(key);
    metrics.asked(key, answer instanceof Answer.Hit);
    if (answer instanceof Answer.Hit hit) {
      return some(hit);
    }
    Optional<byte[]> loaded = source.get();
    if (answer instanceof Answer.Miss(String state)) {
      loaded.ifPresent(value -> store(key, value, timeToLive, state));
    }
    return loaded;
  }

  private Answer look(CacheKey key) {
    Optional<Found> found = redis.find(key);
    if (found.isEmpty()) {
      return new Answer.Unknown();
    }
    Answer answer = follow(found.get());
    if (answer instanceof Answer.Miss && found.get().entry() instanceof Entry.Overflow) {
      // Who replaces a large value deletes the old blob: look once more whether there is a new one.
      Optional<Found> again = redis.find(key);
      if (again.isPresent() && !again.get().state().equals(found.get().state())) {
        return follow(again.get());
      }
    }
    return answer;
  }

  private Answer follow(Found found) {
    Entry entry = found.entry();
    if (entry == null || !clock.instant().isBefore(entry.expiresAt())) {
      return new Answer.Miss(found.state());
    }
    Optional<byte[]> value =
        switch (entry) {
          case Entry.Value inline -> Optional.of(inline.value());
          case Entry.Overflow marker -> blobs.get(marker);
          case Entry.Tombstone tombstone -> Optional.empty();
        };
    return value.isPresent() ? new Answer.Hit(value.get()) : new Answer.Miss(found.state());
  }

  private void store(CacheKey key, byte[] value, Duration timeToLive, String seen) {
    if (timeToLive.isNegative() || timeToLive.isZero()) {
      throw new IllegalArgumentException("The time to live must be positive: " + timeToLive);
    }
    if (value.length > MAX_VALUE) {
      LOG.debug("A value of {} bytes is too large for the cache: {}", value.length, key);
      return;
    }
    Instant expiresAt = clock.instant().plus(timeToLive);
    if (value.length <= overflowAbove) {
      redis
          .swap(key, new Entry.Value(expiresAt, value), timeToLive, seen)
          .ifPresent(this::dropReplaced);
    } else {
      blobs
          .put(value, expiresAt)
          .ifPresent(
              marker -> {
                metrics.overflowed(key);
                link(key, marker, timeToLive, seen);
              });
    }
  }

  /** A process that dies before this leaves a blob without a marker; its day takes it away. */
  private void link(CacheKey key, Entry.Overflow marker, Duration timeToLive, String seen) {
    Optional<Swapped> swapped = redis.swap(key, marker, timeToLive, seen);
    swapped.ifPresent(this::dropReplaced);
    if (swapped.isPresent() && !swapped.get().done()) {
      blobs.delete(marker);
    }
  }

  private void dropReplaced(Swapped swapped) {
    Entry.Overflow replaced = swapped.replaced();
    if (replaced != null) {
      blobs.delete(replaced);
    }
  }

  private static Optional<byte[]> some(Answer.Hit hit) {
    return Optional.of(hit.value());
  }

  private static Optional<byte[]> await(CompletableFuture<Optional<byte[]>> running) {
    try {
      return running.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }
}
