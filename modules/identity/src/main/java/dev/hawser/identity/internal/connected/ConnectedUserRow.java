package dev.hawser.identity.internal.connected;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
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
  public OrganizationId organization() {
    return new OrganizationId(organizationId);
  }

  public ProjectId project() {
    return new ProjectId(projectId);
  }

  @Override
  public String toString() {
    return "ConnectedUserRow[" + id + "]"; // who it is stays out of logs
  }
}
