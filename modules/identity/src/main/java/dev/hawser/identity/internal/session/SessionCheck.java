package dev.hawser.identity.internal.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.identity.SessionSettings;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a token is that of a session. What is in memory is at most a second old and what it was
 * made of at most another (docs/decisions/0018-sessions.md); a busy session is read again beside
 * the traffic.
 */
@Singleton
public final class SessionCheck {
  /** What is known of a token. */
  public sealed interface Verdict {
    record Good(LiveSession session) implements Verdict {}

    /**
     * @param reason what to answer where somebody has to be signed in
     */
    record Bad(HawserException reason) implements Verdict {}
  }

  private record Known(LiveSession session, Instant readAt, AtomicBoolean refreshing) {}

  private static final Logger LOG = LoggerFactory.getLogger(SessionCheck.class);
  private static final ErrorCode ENDED = new ErrorCode("identity.session-ended");
  private static final Duration REFRESH_AFTER = SessionCache.AGE.dividedBy(2);
  private static final int MAX_CACHED = 10_000;

  private final SessionCache sessions;
  private final InstantSource clock;
  private final ExecutorService executor;
  private final Duration idleLimit;
  private final Duration absoluteLimit;
  private final Cache<String, Known> known =
      Caffeine.newBuilder().maximumSize(MAX_CACHED).expireAfterWrite(Duration.ofMinutes(1)).build();

  /** Tokens are not used again: one whose session has ended does not come back. */
  private final Cache<String, Boolean> over =
      Caffeine.newBuilder().maximumSize(MAX_CACHED).expireAfterWrite(Duration.ofSeconds(3)).build();

  SessionCheck(
      SessionCache sessions,
      SettingValues settings,
      InstantSource clock,
      @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
    this.sessions = sessions;
    this.clock = clock;
    this.executor = executor;
    this.idleLimit = settings.get(SessionSettings.IDLE_LIMIT);
    this.absoluteLimit = settings.get(SessionSettings.ABSOLUTE_LIMIT);
  }

  /** The verdict if memory has it; never blocks. */
  public Optional<Verdict> quick(SessionToken token) {
    String hash = token.hash();
    Known entry = known.getIfPresent(hash);
    if (entry == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Duration age = Duration.between(entry.readAt(), now);
    if (age.isNegative() || age.compareTo(SessionCache.AGE) >= 0) {
      return Optional.empty();
    }
    if (age.compareTo(REFRESH_AFTER) >= 0 && entry.refreshing().compareAndSet(false, true)) {
      executor.execute(() -> refresh(hash, entry));
    }
    return Optional.of(judge(entry.session(), now));
  }

  /** Looks the session up; blocks. Errors of the database come as they are. */
  public Verdict thorough(SessionToken token) {
    Known read = read(token.hash());
    return read == null ? bad() : judge(read.session(), read.readAt());
  }

  /** Forgets a session, so that its end counts at once on this replica. */
  void forget(String hash) {
    over.put(hash, Boolean.TRUE);
    sessions.forget(hash);
    known.invalidate(hash);
  }

  /** What is known of a session's owner has changed: it is read anew, here at once. */
  void reread(String hash) {
    sessions.forget(hash);
    known.invalidate(hash);
  }

  /** When a session ends if nobody does anything with it from now on. */
  public Instant endOf(LiveSession session) {
    Instant idle = clock.instant().plus(idleLimit);
    Instant absolute = latestEndOf(session);
    return idle.isBefore(absolute) ? idle : absolute;
  }

  /** When a session ends whatever is done with it. */
  public Instant latestEndOf(LiveSession session) {
    return session.createdAt().plus(absoluteLimit);
  }

  private @Nullable Known read(String hash) {
    Instant now = clock.instant(); // before it is read: what happens meanwhile must count
    LiveSession found = sessions.find(hash).orElse(null);
    if (found == null) {
      known.invalidate(hash);
      return null;
    }
    LiveSession session = isOver(found, now) ? found : sessions.touch(found);
    Known read = new Known(session, now, new AtomicBoolean());
    known.put(hash, read);
    if (over.getIfPresent(hash) != null) { // it has ended while it was read
      known.invalidate(hash);
      return null;
    }
    return read;
  }

  private void refresh(String hash, Known entry) {
    try {
      read(hash);
    } catch (RuntimeException e) {
      LOG.warn("A session could not be read again: {}", e.toString());
      entry.refreshing().set(false);
    }
  }

  private Verdict judge(LiveSession session, Instant now) {
    return isOver(session, now) ? bad() : new Verdict.Good(session);
  }

  private boolean isOver(LiveSession session, Instant now) {
    return !now.isBefore(session.createdAt().plus(absoluteLimit))
        || !now.isBefore(session.lastSeenAt().plus(idleLimit));
  }

  private static Verdict bad() {
    return new Verdict.Bad(ended());
  }

  /** The answer to a cookie that does not belong to a session. */
  public static HawserException.Unauthenticated ended() {
    return new HawserException.Unauthenticated(
        ENDED, "You are no longer signed in; please sign in again.");
  }
}
