package dev.hawser.identity.internal.image;

import dev.hawser.core.tenancy.OrganizationId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code image}. */
@MappedEntity(value = "image", schema = "identity")
record ImageRow(
    @Id UUID id,
    UUID organizationId,
    @Nullable UUID userId,
    String mediaType,
    int width,
    int height,
    int size,
    String createdBy,
    Instant createdAt) {
  public OrganizationId organization() {
    return new OrganizationId(organizationId);
  }
}
