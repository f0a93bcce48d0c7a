package dev.hawser.identity.internal.key;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code api_key}. */
@MappedEntity(value = "api_key", schema = "identity")
public record ApiKeyRow(
    @Id UUID id,
    UUID organizationId,
    UUID projectId,
    String name,
    String secretHash,
    String createdBy,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt,
    @Nullable String idempotencyKey,
    @Nullable String idempotencyDigest,
    @Nullable String scopes) {
  public ProjectId project() {
    return new ProjectId(projectId);
  }

  public OrganizationId organization() {
    return new OrganizationId(organizationId);
  }

  @Override
  public String toString() {
    return "ApiKeyRow[" + id + "]"; // the hash stays out of logs
  }
}
