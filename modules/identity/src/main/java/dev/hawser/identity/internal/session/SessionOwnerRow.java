package dev.hawser.identity.internal.session;

import dev.hawser.core.tenancy.OrganizationId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A session and what its user is now. */
@MappedEntity(value = "session", schema = "identity")
record SessionOwnerRow(
    @Id UUID id,
    UUID userId,
    UUID organizationId,
    String role,
    Instant createdAt,
    Instant lastSeenAt,
    boolean factorMissing) {
  public OrganizationId organization() {
    return new OrganizationId(organizationId);
  }
}
