package dev.hawser.storage.azure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the token of an identity and renews it in time. One thread asks for a new one; the others
 * go on with the old one while it is good.
 */
final class Tokens {
  /** A token that expires on its way helps nobody. */
  private static final Duration TRAVEL = Duration.ofSeconds(30);

  private final TokenSource source;
  private final InstantSource clock;
  private final ReentrantLock renewing = new ReentrantLock();
  private volatile @Nullable Token current;

  Tokens(TokenSource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /**
   * A good token.
   *
   * @throws RequestFailure when there is none and none can be had
   */
  Token get() {
    Token held = current;
    if (held != null && clock.instant().isBefore(held.refreshAt())) {
      return held;
    }
    if (held != null && isGood(held)) {
      return renewing.tryLock() ? renew(held) : held;
    }
    renewing.lock();
    return renew(held);
  }

  /** Forgets a token that the store refused. */
  void drop(Token refused) {
    renewing.lock();
    try {
      if (refused.equals(current)) {
        current = null;
      }
    } finally {
      renewing.unlock();
    }
  }

  /** Called with the lock, which it releases. */
  private Token renew(@Nullable Token before) {
    try {
      Token held = current;
      if (held != null && !held.equals(before)) {
        return held; // somebody else was faster
      }
      Token fresh = source.fetch();
      current = fresh;
      return fresh;
    } catch (RequestFailure failure) {
      if (before == null || !isGood(before)) {
        throw failure;
      }
      Instant later = clock.instant().plus(TRAVEL);
      Token extended = new Token(before.bearer(), later, before.expiresAt());
      current = extended;
      return extended;
    } finally {
      renewing.unlock();
    }
  }

  private boolean isGood(Token token) {
    return clock.instant().isBefore(token.expiresAt().minus(TRAVEL));
  }
}
