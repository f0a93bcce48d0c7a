package dev.hawser.identity.internal.account;

import dev.hawser.core.tenancy.OrganizationId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code invitation}. */
@MappedEntity(value = "invitation", schema = "identity")
record InvitationRow(
    @Id UUID id,
    UUID organizationId,
    String email,
    String role,
    String invitedBy,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant acceptedAt,
    @Nullable UUID acceptedBy,
    @Nullable Instant revokedAt,
    @Nullable String revokedBy,
    String delivery,
    @Nullable UUID mailId,
    @Nullable String mailFailure) {
  public OrganizationId organization() {
    return new OrganizationId(organizationId);
  }

  boolean isOpen() {
    return acceptedAt == null && revokedAt == null;
  }

  @Override
  public String toString() {
    return "InvitationRow[" + id + "]"; // the address stays out of logs
  }
}
