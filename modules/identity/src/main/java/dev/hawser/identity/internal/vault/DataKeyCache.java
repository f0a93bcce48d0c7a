package dev.hawser.identity.internal.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.hawser.core.error.HawserException;
import dev.hawser.identity.internal.vault.KeyEncryption.DamagedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Data keys that a key service has unwrapped, for as long as they may go on without it. One in use
 * is asked for again, beside the traffic, after a fifth of that time: so an outage finds it young,
 * and a key that was taken from us is soon given up. Keys are overwritten when they leave.
 */
final class DataKeyCache implements AutoCloseable {
  private static final int MOST = 10_000;
  private static final int RENEWALS = 5;

  /** Asks the service. */
  interface Loader {
    byte[] load() throws DamagedException;
  }

  /** What a data key was wrapped to, and with what: only who asks for both gets it. */
  private static final class Asked {
    private final byte[] wrapped;
    private final byte[] context;
    private final int hash;

    Asked(byte[] wrapped, byte[] context) {
      this.wrapped = wrapped;
      this.context = context;
      this.hash = 31 * Arrays.hashCode(wrapped) + Arrays.hashCode(context);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Asked asked
          && Arrays.equals(asked.wrapped, wrapped)
          && Arrays.equals(asked.context, context);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private static final class Kept {
    private final Instant since;
    private byte @Nullable [] key;

    Kept(byte[] key, Instant since) {
      this.key = key;
      this.since = since;
    }

    /** Null when it was wiped meanwhile. */
    synchronized byte @Nullable [] copy() {
      byte[] now = key;
      return now == null ? null : now.clone();
    }

    synchronized void wipe() {
      byte[] now = key;
      if (now != null) {
        Arrays.fill(now, (byte) 0);
        key = null;
      }
    }
  }

  private final Cache<Asked, Kept> kept;
  private final ConcurrentMap<Asked, CompletableFuture<byte[]>> loading = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final Duration young;

  /**
   * @param keep how long; zero for not at all
   */
  DataKeyCache(Duration keep, InstantSource clock) {
    this.clock = clock;
    this.young = keep.dividedBy(RENEWALS);
    Ticker ticker = () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    this.kept =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(keep)
            .ticker(ticker)
            .executor(Runnable::run)
            .scheduler(Scheduler.systemScheduler()) // so that they go when nobody comes, too
            .removalListener(DataKeyCache::removed)
            .build();
  }

  private static void removed(@Nullable Asked asked, @Nullable Kept gone, RemovalCause cause) {
    if (gone != null) {
      gone.wipe();
    }
  }

  /**
   * A data key, which belongs to the caller. Of several that ask for the same one at once, one asks
   * the service.
   */
  byte[] get(byte[] wrapped, byte[] context, Loader loader) throws DamagedException {
    Asked asked = new Asked(wrapped, context);
    Kept known = kept.getIfPresent(asked);
    byte[] copy = known == null ? null : known.copy();
    if (known == null || copy == null) {
      return load(asked, loader);
    }
    if (clock.instant().isAfter(known.since.plus(young)) && !loading.containsKey(asked)) {
      Thread.ofVirtual().name("vault-data-key").start(() -> renew(asked, loader));
    }
    return copy;
  }

  private byte[] load(Asked asked, Loader loader) throws DamagedException {
    CompletableFuture<byte[]> mine = new CompletableFuture<>();
    CompletableFuture<byte[]> others = loading.putIfAbsent(asked, mine);
    if (others != null) {
      return await(others);
    }
    try {
      byte[] key = loader.load();
      kept.put(asked, new Kept(key.clone(), clock.instant()));
      mine.complete(key.clone());
      return key;
    } catch (DamagedException | RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      loading.remove(asked, mine);
    }
  }

  private static byte[] await(CompletableFuture<byte[]> others) throws DamagedException {
    try {
      return Objects.requireNonNull(others.join()).clone();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case DamagedException damaged -> throw damaged;
        case RuntimeException failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }

  /** What cannot be had because the service is away stays for its time; what it refuses goes. */
  private void renew(Asked asked, Loader loader) {
    try {
      Arrays.fill(load(asked, loader), (byte) 0);
    } catch (HawserException.Unavailable e) {
      if (CloudCalls.isRefusal(e)) {
        kept.invalidate(asked);
      }
    } catch (DamagedException e) {
      kept.invalidate(asked);
    }
  }

  /** Forgets all. */
  @Override
  public void close() {
    kept.invalidateAll();
  }
}
