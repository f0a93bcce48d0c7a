package dev.hawser.core.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.redis.RedisStore;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says whether somebody may make one more call. Calls of all replicas count together while Redis
 * answers; while it does not, each replica enforces its share of the limits. Never fails, and never
 * waits longer than {@link RateLimitSettings#REDIS_TIMEOUT} for Redis. Thread-safe.
 */
@Singleton
public final class RateLimiter {
  private static final int MAX_BUCKETS = 50_000;

  private record Key(String limit, String subject) {}

  private final SharedBuckets shared;
  private final Replicas replicas;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final Circuit circuit = new Circuit();
  private final Cache<Key, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(MAX_BUCKETS)
          .expireAfterAccess(Duration.ofMinutes(2))
          .build();

  @Inject
  RateLimiter(@Named("cache") RedisStore redis, Replicas replicas, SettingValues settings) {
    this(redis, replicas, settings.get(RateLimitSettings.REDIS_TIMEOUT), System::nanoTime);
  }

  RateLimiter(RedisStore redis, Replicas replicas, Duration patience, LongSupplier nanoTime) {
    this.shared = new SharedBuckets(redis);
    this.replicas = replicas;
    this.patience = patience;
    this.nanoTime = nanoTime;
  }

  /**
   * Takes a token if that can be decided in memory, which is the usual case; never waits.
   *
   * @param subject who is limited: an id, or an address
   * @return empty when Redis must be asked: {@link #ask}
   */
  public Optional<Decision> quick(RateLimit limit, String subject) {
    if (limit.isOff()) {
      return Optional.of(new Decision(limit, Long.MAX_VALUE, null));
    }
    return quick(bucket(limit, subject), subject);
  }

  /** Takes a token, and asks Redis for it if it must. Completes on any thread. */
  public CompletionStage<Decision> ask(RateLimit limit, String subject) {
    if (limit.isOff()) {
      return CompletableFuture.completedFuture(new Decision(limit, Long.MAX_VALUE, null));
    }
    return ask(bucket(limit, subject), subject, nanoTime.getAsLong());
  }

  /**
   * Whether the last one who asked was refused, and nothing has come in since; takes no token and
   * never waits.
   *
   * @return the refusal; empty when nothing is known to be in the way
   */
  public Optional<Decision> usedUp(RateLimit limit, String subject) {
    return Optional.ofNullable(buckets.getIfPresent(new Key(limit.name(), subject)))
        .flatMap(bucket -> bucket.usedUp(nanoTime.getAsLong()));
  }

  /** The same for threads that may wait. */
  public Decision take(RateLimit limit, String subject) {
    return quick(limit, subject).orElseGet(() -> ask(limit, subject).toCompletableFuture().join());
  }

  private Bucket bucket(RateLimit limit, String subject) {
    return buckets.get(new Key(limit.name(), subject), key -> new Bucket(limit));
  }

  private Optional<Decision> quick(Bucket bucket, String subject) {
    long now = nanoTime.getAsLong();
    Optional<Decision> known = bucket.take(now);
    if (known.isPresent()) {
      if (bucket.isLow() && !circuit.isOpen(now)) {
        CompletableFuture<Void> _ = refill(bucket, subject, now);
      }
      return known;
    }
    return circuit.isOpen(now)
        ? Optional.of(bucket.takeOwn(now, replicas.count()))
        : Optional.empty();
  }

  /** Others may take what comes in, so it may take several turns; each one gives somebody some. */
  private CompletableFuture<Decision> ask(Bucket bucket, String subject, long since) {
    Optional<Decision> known = quick(bucket, subject);
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(known.get());
    }
    long now = nanoTime.getAsLong();
    if (now - since >= patience.toNanos()) {
      return CompletableFuture.completedFuture(bucket.takeOwn(now, replicas.count()));
    }
    bucket.join();
    return refill(bucket, subject, now).thenCompose(done -> ask(bucket, subject, since));
  }

  private CompletableFuture<Void> refill(Bucket bucket, String subject, long now) {
    return bucket.ask(
        now,
        wanted -> {
          if (!circuit.mayAsk(now)) {
            bucket.failed();
            return;
          }
          CompletableFuture<?> _ =
              shared
                  .take(bucket.limit(), subject, wanted)
                  .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                  .whenComplete(
                      (grant, error) -> {
                        if (error == null) {
                          circuit.answered();
                          bucket.granted(nanoTime.getAsLong(), grant);
                        } else {
                          circuit.failed(nanoTime.getAsLong(), error);
                          bucket.failed();
                        }
                      });
        });
  }
}
