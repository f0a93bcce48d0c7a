package dev.hawser.identity.internal.factor;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code vault_item} that belongs to a user. */
@MappedEntity(value = "vault_item", schema = "identity")
@SuppressWarnings("ArrayRecordComponent") // written at once; never compared
record FactorSecretRow(
    @Id UUID id,
    UUID organizationId,
    UUID userId,
    String purpose,
    String keyId,
    byte[] wrappedKey,
    byte[] ciphertext,
    Instant createdAt) {
  @Override
  public String toString() {
    return "FactorSecretRow[" + id + "]";
  }
}
