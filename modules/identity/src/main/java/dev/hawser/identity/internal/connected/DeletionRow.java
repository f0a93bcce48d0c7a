package dev.hawser.identity.internal.connected;

import dev.hawser.core.tenancy.ProjectId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code connected_user_deletion}.
 *
 * @param part whose data was deleted last
 * @param worker who does it now, until {@code nextAt}
 * @param nextAt from when on somebody may do it
 */
@MappedEntity(value = "connected_user_deletion", schema = "identity")
record DeletionRow(
    @Id UUID id,
    UUID organizationId,
    UUID projectId,
    UUID userId,
    String requestedBy,
    Instant requestedAt,
    @Nullable String part,
    long deleted,
    @Nullable String failure,
    @Nullable UUID worker,
    Instant nextAt,
    @Nullable Instant finishedAt) {
  public ProjectId project() {
    return new ProjectId(projectId);
  }
}
