package dev.hawser.identity.internal.token;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code personal_token}. */
@MappedEntity(value = "personal_token", schema = "identity")
record TokenRow(
    @Id UUID id,
    UUID userId,
    String name,
    String secretHash,
    @Nullable String scopes,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant lastUsedAt) {
  @Override
  public String toString() {
    return "TokenRow[" + id + "]"; // the hash stays out of logs
  }
}
