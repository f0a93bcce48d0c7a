package dev.hawser.identity.internal.setup;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code app_user}. */
@MappedEntity(value = "app_user", schema = "identity")
record UserRow(
    @Id UUID id,
    UUID organizationId,
    String email,
    @Nullable String firstName,
    @Nullable String lastName,
    String role,
    String passwordHash,
    Instant createdAt) {
  @Override
  public String toString() {
    return "UserRow[" + id + "]"; // address and hash stay out of logs
  }
}
