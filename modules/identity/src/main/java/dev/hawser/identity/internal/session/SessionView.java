package dev.hawser.identity.internal.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as its owner sees it.
 *
 * @param method see {@link SignInMethod#id}
 * @param lastSeenAt to about a minute
 */
public record SessionView(
    SessionId id,
    String method,
    String address,
    @Nullable String userAgent,
    Instant createdAt,
    Instant lastSeenAt) {
  static SessionView of(SessionRow row) {
    return new SessionView(
        new SessionId(row.id()),
        row.method(),
        row.address(),
        row.userAgent(),
        row.createdAt(),
        row.lastSeenAt());
  }
}
