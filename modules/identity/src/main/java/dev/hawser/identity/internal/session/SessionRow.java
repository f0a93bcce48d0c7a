package dev.hawser.identity.internal.session;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code session}. */
@MappedEntity(value = "session", schema = "identity")
record SessionRow(
    @Id UUID id,
    String tokenHash,
    UUID userId,
    String method,
    String address,
    @Nullable String userAgent,
    Instant createdAt,
    Instant lastSeenAt) {
  @Override
  public String toString() {
    return "SessionRow[" + id + "]"; // the hash stays out of logs
  }
}
