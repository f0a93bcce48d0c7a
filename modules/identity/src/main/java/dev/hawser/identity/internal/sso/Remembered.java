package dev.hawser.identity.internal.sso;

import dev.hawser.core.error.HawserException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A document of a provider in memory. It is read again when it is ten minutes old, or when somebody
 * misses something in it, but at most every half minute; after a failure at most every five
 * seconds. While the provider does not answer, the last good one goes on for a day.
 */
final class Remembered<T> {
  static final Duration RENEW_AFTER = Duration.ofMinutes(10);
  static final Duration GOES_ON_FOR = Duration.ofHours(24);
  static final Duration INTERVAL = Duration.ofSeconds(30);
  static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  /** Asks the provider. */
  interface Source<T> {
    T read() throws ProviderException;
  }

  private final Source<T> source;
  private final InstantSource clock;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable T last;
  private volatile Instant readAt = Instant.EPOCH;
  private volatile Instant attemptedAt = Instant.EPOCH;
  private volatile @Nullable String failure;

  Remembered(Source<T> source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /**
   * The document; may ask the provider.
   *
   * @param fits what somebody needs to find in it; it may be missing nevertheless
   * @throws HawserException.Unavailable when there is none and the provider does not answer
   */
  T get(Predicate<T> fits) {
    Instant asked = clock.instant();
    T known = last;
    if (known != null && isYoung(asked, RENEW_AFTER) && fits.test(known)) {
      return known;
    }
    read(asked);
    known = last;
    if (known == null || !isYoung(asked, GOES_ON_FOR)) {
      throw SignOnErrors.down(String.valueOf(failure));
    }
    return known;
  }

  /** One at a time; who waited for another's attempt does not make one of its own. */
  private void read(Instant asked) {
    reading.lock();
    try {
      Duration since = Duration.between(attemptedAt, clock.instant()).abs();
      Duration interval = failure == null && last != null ? INTERVAL : AFTER_FAILURE;
      boolean old = failure == null && !isYoung(asked, RENEW_AFTER);
      if (attemptedAt.isAfter(asked) || (!old && since.compareTo(interval) < 0)) {
        return;
      }
      attemptedAt = clock.instant();
      last = source.read();
      readAt = attemptedAt;
      failure = null;
    } catch (ProviderException e) {
      failure = e.why();
    } finally {
      reading.unlock();
    }
  }

  private boolean isYoung(Instant now, Duration limit) {
    return Duration.between(readAt, now).compareTo(limit) < 0;
  }
}
