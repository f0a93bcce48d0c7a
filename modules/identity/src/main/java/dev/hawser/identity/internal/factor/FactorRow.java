package dev.hawser.identity.internal.factor;

import dev.hawser.core.tenancy.OrganizationId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A row of {@code second_factor} with its secret from {@code vault_item}; a user has only one. */
@MappedEntity(value = "second_factor", schema = "identity")
@SuppressWarnings("ArrayRecordComponent") // read once and handed on at once; never compared
record FactorRow(
    @Id UUID userId,
    UUID vaultItemId,
    UUID organizationId,
    String keyId,
    byte[] wrappedKey,
    byte[] ciphertext,
    boolean inForce) {
  public OrganizationId organization() {
    return new OrganizationId(organizationId);
  }

  @Override
  public String toString() {
    return "FactorRow[" + userId + "]";
  }
}
