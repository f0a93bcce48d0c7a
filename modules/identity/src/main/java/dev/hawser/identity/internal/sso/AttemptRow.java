package dev.hawser.identity.internal.sso;

import dev.hawser.core.tenancy.OrganizationId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code single_sign_on_attempt}. */
@MappedEntity(value = "single_sign_on_attempt", schema = "identity")
record AttemptRow(
    @Id String stateHash,
    String browserHash,
    UUID organizationId,
    UUID revision,
    String returnTo,
    Instant expiresAt) {
  public OrganizationId organization() {
    return new OrganizationId(organizationId);
  }
}
