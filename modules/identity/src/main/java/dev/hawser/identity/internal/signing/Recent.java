package dev.hawser.identity.internal.signing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the database said at most two seconds ago. From one second on it is asked again beside the
 * traffic, so that what is busy never waits; when it does not answer, nothing older is believed.
 *
 * @param <K> what is asked for
 * @param <V> the answer
 */
public final class Recent<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(Recent.class);
  private static final long RENEW_AFTER_MILLIS = 1_000;
  private static final long VALID_FOR_MILLIS = 2_000;

  private static final class Entry<V> {
    private final V value;
    private final long askedAtMillis;
    private final AtomicBoolean renewing = new AtomicBoolean();

    Entry(V value, long askedAtMillis) {
      this.value = value;
      this.askedAtMillis = askedAtMillis;
    }

    /** A clock that stepped back is "long ago". */
    long age(long nowMillis) {
      long age = nowMillis - askedAtMillis;
      return age < 0 ? Long.MAX_VALUE : age;
    }
  }

  private final String what;
  private final InstantSource clock;
  private final Executor executor;
  private final Function<K, @Nullable V> renewal;
  private final Cache<K, Entry<V>> entries;

  /**
   * @param what for log lines, for example {@code signing keys}
   * @param most how many answers are kept
   * @param renewal asks again; null when there is nothing any more
   */
  public Recent(
      String what,
      int most,
      InstantSource clock,
      Executor executor,
      Function<K, @Nullable V> renewal) {
    this.what = what;
    this.clock = clock;
    this.executor = executor;
    this.renewal = renewal;
    this.entries =
        Caffeine.newBuilder()
            .maximumSize(most)
            .expireAfterAccess(Duration.ofMinutes(10))
            .executor(executor)
            .build();
  }

  /** The answer if memory has one that is good; never blocks. */
  public Optional<V> quick(K key) {
    Entry<V> entry = entries.getIfPresent(key);
    if (entry == null) {
      return Optional.empty();
    }
    long age = entry.age(clock.millis());
    if (age >= VALID_FOR_MILLIS) {
      return Optional.empty();
    }
    if (age >= RENEW_AFTER_MILLIS && entry.renewing.compareAndSet(false, true)) {
      executor.execute(() -> renew(key, entry));
    }
    return Optional.of(entry.value);
  }

  /**
   * The answer, asked for now if it must be. Blocks; errors come as they are. What is asked for by
   * several at once is asked for once, and {@link #forget} waits for it: what it has read before is
   * not believed after.
   */
  public V load(K key, Function<K, V> question) {
    Entry<V> loaded =
        entries
            .asMap()
            .compute(
                key,
                (same, known) -> {
                  long now = clock.millis();
                  return known != null && known.age(now) < VALID_FOR_MILLIS
                      ? known
                      : new Entry<>(question.apply(same), now);
                });
    return Objects.requireNonNull(loaded).value;
  }

  /** It was changed here: the next one asks again. */
  public void forget(K key) {
    entries.asMap().remove(key);
  }

  private void renew(K key, Entry<V> old) {
    try {
      var _ =
          entries
              .asMap()
              .computeIfPresent(
                  key,
                  (same, known) -> {
                    if (known != old) {
                      return known;
                    }
                    long now = clock.millis();
                    V value = renewal.apply(same);
                    return value == null ? null : new Entry<>(value, now);
                  });
    } catch (RuntimeException e) {
      old.renewing.set(false);
      LOG.warn("Some {} could not be checked for changes: {}", what, e.toString());
    }
  }
}
