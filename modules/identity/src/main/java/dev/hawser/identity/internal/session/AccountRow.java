package dev.hawser.identity.internal.session;

import dev.hawser.core.tenancy.OrganizationId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code app_user}, as far as signing in is concerned. */
@MappedEntity(value = "app_user", schema = "identity")
record AccountRow(
    @Id UUID id,
    UUID organizationId,
    String organizationName,
    String email,
    @Nullable String firstName,
    @Nullable String lastName,
    String role,
    @Nullable String passwordHash) {
  public OrganizationId organization() {
    return new OrganizationId(organizationId);
  }

  @Override
  public String toString() {
    return "AccountRow[" + id + "]"; // address and hash stay out of logs
  }
}
