package dev.hawser.identity.internal.sso;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code vault_item} that belongs to an organization. */
@MappedEntity(value = "vault_item", schema = "identity")
@SuppressWarnings("ArrayRecordComponent") // written at once; never compared
record ClientSecretRow(
    @Id UUID id,
    UUID organizationId,
    String purpose,
    String keyId,
    byte[] wrappedKey,
    byte[] ciphertext,
    Instant createdAt) {
  @Override
  public String toString() {
    return "ClientSecretRow[" + id + "]";
  }
}
