package dev.hawser.identity.internal.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hawser.core.egress.OutboundException;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.identity.internal.signing.KeySet.UselessKeySetException;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key sets of issuers. They are read again beside the traffic when they are ten minutes old,
 * and at once when a token names a key that is not in them, but at most every half minute. While
 * the issuer does not answer the last good one goes on for a day; it is also in the database, for
 * replicas that start meanwhile.
 */
@Singleton
final class KeySets {
  static final Duration RENEW_AFTER = Duration.ofMinutes(10);
  static final Duration GOES_ON_FOR = Duration.ofHours(24);
  static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration FIRST_INTERVAL = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(KeySets.class);
  private static final ErrorCode UNAVAILABLE = new ErrorCode("identity.key-set-unavailable");
  private static final int MOST = 2_000;

  private static final class Issuer {
    private final URI url;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable KeySet last;
    private volatile Instant attemptedAt = Instant.EPOCH;
    private volatile String failure = "it was not asked yet";

    Issuer(URI url) {
      this.url = url;
    }
  }

  private final KeySetFetcher fetcher;
  private final KeySetRepository rows;
  private final InstantSource clock;
  private final ExecutorService executor;
  private final Cache<URI, Issuer> issuers =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(GOES_ON_FOR).build();

  KeySets(
      KeySetFetcher fetcher,
      KeySetRepository rows,
      InstantSource clock,
      @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
    this.fetcher = fetcher;
    this.rows = rows;
    this.clock = clock;
    this.executor = executor;
  }

  /** The key set if memory has one that is good; never blocks. */
  Optional<KeySet> quick(URI url) {
    Issuer issuer = issuers.getIfPresent(url);
    return issuer == null ? Optional.empty() : current(issuer);
  }

  /**
   * The key set.
   *
   * @param keyId what a token calls its key; when it is not in the set, the issuer is asked again
   *     unless that was done a moment ago
   * @throws HawserException.Unavailable when there is none and the issuer does not answer
   */
  KeySet get(URI url, @Nullable String keyId) {
    Issuer issuer = Objects.requireNonNull(issuers.get(url, Issuer::new));
    Instant asked = clock.instant();
    KeySet known = current(issuer).orElse(null);
    if (known != null && known.names(keyId)) {
      return known;
    }
    fetch(issuer, asked);
    return current(issuer)
        .orElseThrow(
            () ->
                new HawserException.Unavailable(
                    UNAVAILABLE,
                    "The keys of the token's issuer cannot be read now (" + issuer.failure + ").",
                    null));
  }

  /**
   * Reads a key set that somebody is about to rely on.
   *
   * @throws OutboundException when it cannot be read
   * @throws UselessKeySetException when it is none
   */
  void probe(URI url) throws OutboundException, UselessKeySetException {
    var _ = KeySet.read(fetcher.fetch(url), clock.instant());
  }

  private Optional<KeySet> current(Issuer issuer) {
    KeySet set = issuer.last;
    if (set == null) {
      return Optional.empty();
    }
    Duration age = Duration.between(set.fetchedAt(), clock.instant());
    if (age.compareTo(RENEW_AFTER) >= 0 && isDue(issuer) && !issuer.fetching.isLocked()) {
      executor.execute(() -> fetch(issuer, clock.instant()));
    }
    return age.compareTo(GOES_ON_FOR) < 0 ? Optional.of(set) : Optional.empty();
  }

  private boolean isDue(Issuer issuer) {
    Duration interval = issuer.last == null ? FIRST_INTERVAL : INTERVAL;
    Duration since = Duration.between(issuer.attemptedAt, clock.instant()).abs();
    return since.compareTo(interval) >= 0;
  }

  /** One at a time; who waited for another's attempt does not make one of its own. */
  private void fetch(Issuer issuer, Instant asked) {
    issuer.fetching.lock();
    try {
      if (issuer.attemptedAt.isAfter(asked) || !isDue(issuer)) {
        return;
      }
      issuer.attemptedAt = clock.instant();
      KeySet set = KeySet.read(fetcher.fetch(issuer.url), clock.instant());
      issuer.last = set;
      store(issuer.url, set);
    } catch (OutboundException | UselessKeySetException e) {
      issuer.failure = Objects.requireNonNullElse(e.getMessage(), "it did not answer");
      LOG.warn("A key set of {} could not be read: {}", issuer.url.getHost(), issuer.failure);
      if (issuer.last == null) {
        issuer.last = stored(issuer.url);
      }
    } finally {
      issuer.fetching.unlock();
    }
  }

  private void store(URI url, KeySet set) {
    try {
      rows.put(new KeySetRow(url.toString(), set.document(), set.fetchedAt()));
      var _ = rows.deleteOlder(set.fetchedAt().minus(GOES_ON_FOR));
    } catch (RuntimeException e) {
      LOG.warn("A key set of {} is not stored for other replicas: {}", url.getHost(), e.toString());
    }
  }

  private @Nullable KeySet stored(URI url) {
    Instant after = clock.instant().minus(GOES_ON_FOR);
    KeySetRow row = rows.find(url.toString(), after).orElse(null);
    try {
      return row == null ? null : KeySet.read(row.document().getBytes(UTF_8), row.fetchedAt());
    } catch (UselessKeySetException e) {
      throw new IllegalStateException("A key set that was stored cannot be read", e);
    }
  }
}
