package dev.hawser.identity.internal.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.tenancy.Credential;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.access.Member;
import java.time.Instant;
import java.util.UUID;

/** A session that somebody has proven to have, and who that is. */
public record LiveSession(SessionId id, Member member, Instant createdAt, Instant lastSeenAt) {
  static LiveSession of(SessionOwnerRow row) {
    Role role =
        Role.find(row.role())
            .orElseThrow(() -> new IllegalStateException("No role of ours: " + row.role()));
    Member member =
        new Member(
            new UserId(row.userId()),
            row.organization(),
            role,
            role.permissions(),
            Credential.SESSION,
            row.factorMissing());
    return new LiveSession(new SessionId(row.id()), member, row.createdAt(), row.lastSeenAt());
  }

  /** As the shared cache keeps it: no secret in it. */
  byte[] bytes() {
    return String.join(
            " ",
            id.value().toString(),
            member.user().value().toString(),
            member.organization().value().toString(),
            member.role().id(),
            createdAt.toString(),
            lastSeenAt.toString(),
            Boolean.toString(member.factorMissing()))
        .getBytes(UTF_8);
  }

  static LiveSession read(byte[] bytes) {
    String[] parts = new String(bytes, UTF_8).split(" ", -1);
    return of(
        new SessionOwnerRow(
            UUID.fromString(parts[0]),
            UUID.fromString(parts[1]),
            UUID.fromString(parts[2]),
            parts[3],
            Instant.parse(parts[4]),
            Instant.parse(parts[5]),
            Boolean.parseBoolean(parts[6])));
  }
}
