package dev.hawser.identity.internal.connected;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code connected_user}, without the metadata, which may be large. */
@MappedEntity(value = "connected_user", schema = "identity")
record ConnectedUserRow(
    @Id UUID id,
    UUID organizationId,
    UUID projectId,
    String externalId,
    @Nullable String name,
    @Nullable String email,
    String status,
    Instant createdAt,
    Instant lastActiveAt) {
  @Override
  public String toString() {
    return "ConnectedUserRow[" + id + "]"; // who it is stays out of logs
  }
}
