package dev.hawser.core.cache;

import dev.hawser.storage.BlobException;
import io.lettuce.core.RedisException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a store that one can do without. When it fails, the answer is empty, one line is logged for
 * the change, and for a moment it is not asked again, so that callers do not wait for it one after
 * the other. Thread-safe.
 */
public final class Availability {
  private static final Logger LOG = LoggerFactory.getLogger(Availability.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String store;
  private final InstantSource clock;
  private final AtomicReference<Instant> skipUntil = new AtomicReference<>(Instant.MIN);
  private final AtomicBoolean down = new AtomicBoolean();

  /**
   * @param store its name for people, for example {@code Redis (cache)}
   */
  public Availability(String store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The answer; empty when there is none, or when the store cannot be asked now. */
  public <T> Optional<T> ask(Supplier<@Nullable T> question) {
    if (clock.instant().isBefore(skipUntil.get())) {
      return Optional.empty();
    }
    try {
      Optional<T> answer = Optional.ofNullable(question.get());
      if (down.compareAndSet(true, false)) {
        LOG.info("{} answers again", store);
      }
      return answer;
    } catch (RedisException | BlobException | UncheckedIOException e) {
      failed(e);
      return Optional.empty();
    }
  }

  private void failed(RuntimeException e) {
    if (Thread.currentThread().isInterrupted()) {
      return; // the caller was told to stop; that says nothing about the store
    }
    skipUntil.set(clock.instant().plus(PAUSE));
    if (down.compareAndSet(false, true)) {
      LOG.warn("{} does not answer; going on without it: {}", store, e.getMessage());
    }
  }
}
