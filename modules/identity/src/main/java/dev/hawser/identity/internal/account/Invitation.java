package dev.hawser.identity.internal.account;

import dev.hawser.identity.InvitationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An invitation as who manages members sees it.
 *
 * @param deliveryFailure why its mail will never arrive; null unless the delivery failed
 */
public record Invitation(
    InvitationId id,
    String email,
    Role role,
    Status status,
    String invitedBy,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant acceptedAt,
    @Nullable UserId acceptedBy,
    String delivery,
    @Nullable String deliveryFailure) {
  /** What became of it. */
  public enum Status {
    OPEN,
    ACCEPTED,
    REVOKED,
    EXPIRED;

    /** The name in the API. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The status with this name. */
    public static Optional<Status> find(String id) {
      return Arrays.stream(values()).filter(status -> status.id().equals(id)).findFirst();
    }
  }

  static Invitation of(InvitationRow row, Instant now) {
    Status status =
        row.acceptedAt() != null
            ? Status.ACCEPTED
            : row.revokedAt() != null
                ? Status.REVOKED
                : row.expiresAt().isAfter(now) ? Status.OPEN : Status.EXPIRED;
    return new Invitation(
        new InvitationId(row.id()),
        row.email(),
        Role.find(row.role()).orElseThrow(),
        status,
        row.invitedBy(),
        row.createdAt(),
        row.expiresAt(),
        row.acceptedAt(),
        row.acceptedBy() == null ? null : new UserId(row.acceptedBy()),
        row.delivery(),
        row.mailFailure());
  }

  @Override
  public String toString() {
    return "Invitation[" + id + "]"; // the address stays out of logs
  }
}
