package dev.hawser.identity.internal.token;

import dev.hawser.core.tenancy.OrganizationId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code personal_token} with what its member is now. */
@MappedEntity(value = "personal_token", schema = "identity")
record HeldTokenRow(
    @Id UUID id,
    UUID userId,
    UUID organizationId,
    String role,
    String secretHash,
    @Nullable String scopes,
    Instant expiresAt,
    boolean factorMissing) {
  public OrganizationId organization() {
    return new OrganizationId(organizationId);
  }

  @Override
  public String toString() {
    return "HeldTokenRow[" + id + "]"; // the hash stays out of logs
  }
}
