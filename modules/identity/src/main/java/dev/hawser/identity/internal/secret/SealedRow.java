package dev.hawser.identity.internal.secret;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code vault_item}. */
@MappedEntity(value = "vault_item", schema = "identity")
@SuppressWarnings("ArrayRecordComponent") // read once and handed on at once; never compared
record SealedRow(
    @Id UUID id,
    UUID organizationId,
    UUID projectId,
    String purpose,
    String keyId,
    byte[] wrappedKey,
    byte[] ciphertext,
    Instant createdAt) {
  @Override
  public String toString() {
    return "SealedRow[" + id + "]";
  }
}
