package dev.hawser.identity.internal.session;

import dev.hawser.core.cache.CacheKey;
import dev.hawser.core.cache.SharedCache;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The way to a session through the cache that all replicas share, and behind it Postgres, which
 * alone knows: what the cache has lost is read again. An entry lives for one second, so a session
 * that was ended while nobody could tell Redis still ends in time.
 */
@Singleton
final class SessionCache {
  static final Duration AGE = Duration.ofSeconds(1);
  private static final Duration TOUCH_AFTER = Duration.ofMinutes(1);

  private final SessionOwnerRepository owners;
  private final SessionRepository sessions;
  private final SharedCache cache;
  private final InstantSource clock;

  SessionCache(
      SessionOwnerRepository owners,
      SessionRepository sessions,
      SharedCache cache,
      InstantSource clock) {
    this.owners = owners;
    this.sessions = sessions;
    this.cache = cache;
    this.clock = clock;
  }

  /** The session with this hash, if there is one; whether it has run out is not looked at. */
  Optional<LiveSession> find(String hash) {
    return cache
        .getOrLoad(key(hash), AGE, () -> load(hash).map(LiveSession::bytes))
        .map(LiveSession::read);
  }

  void forget(String hash) {
    cache.invalidate(key(hash));
  }

  private Optional<LiveSession> load(String hash) {
    return owners.find(hash).map(LiveSession::of);
  }

  /** Notes that a session is in use, about once a minute. */
  LiveSession touch(LiveSession session) {
    Instant now = clock.instant();
    if (Duration.between(session.lastSeenAt(), now).compareTo(TOUCH_AFTER) < 0) {
      return session;
    }
    sessions.touch(session.id().value(), now);
    return new LiveSession(session.id(), session.member(), session.createdAt(), now);
  }

  private static CacheKey key(String hash) {
    return new CacheKey("session", 2, hash);
  }
}
