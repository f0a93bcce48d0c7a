package dev.hawser.identity.internal.project;

import dev.hawser.core.tenancy.OrganizationId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code project}. */
@MappedEntity(value = "project", schema = "identity")
record ProjectRow(
    @Id UUID id,
    UUID organizationId,
    UUID teamId,
    String name,
    @Nullable String description,
    String environment,
    @Nullable UUID releasedFromId,
    String access,
    @Nullable Integer maxConnectedUsers,
    @TypeDef(type = DataType.STRING_ARRAY) List<String> allowedOrigins,
    Instant createdAt,
    Instant changedAt,
    @Nullable Instant archivedAt) {
  public OrganizationId organization() {
    return new OrganizationId(organizationId);
  }
}
