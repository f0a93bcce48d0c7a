package dev.hawser.identity.internal.account;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code one_time_token}. */
@MappedEntity(value = "one_time_token", schema = "identity")
record TokenRow(
    @Id String tokenHash,
    String purpose,
    @Nullable UUID invitationId,
    @Nullable UUID userId,
    String email,
    boolean mailed,
    Instant createdAt,
    Instant expiresAt) {
  /** Whose token it is; an invitation's is nobody's yet. */
  UUID user() {
    return Objects.requireNonNull(userId);
  }

  /** The invitation of an invitation's token. */
  UUID invitation() {
    return Objects.requireNonNull(invitationId);
  }

  @Override
  public String toString() {
    return "TokenRow[" + purpose + "]"; // the hash stays out of logs
  }
}
