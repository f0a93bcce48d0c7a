package dev.hawser.identity.internal.secret;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
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
  public ProjectId project() {
    return new ProjectId(projectId);
  }

  public OrganizationId organization() {
    return new OrganizationId(organizationId);
  }

  @Override
  public String toString() {
    return "SealedRow[" + id + "]";
  }
}
