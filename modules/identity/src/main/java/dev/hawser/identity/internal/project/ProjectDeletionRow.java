package dev.hawser.identity.internal.project;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code project_deletion}.
 *
 * @param name what the project was called
 * @param part whose data is being deleted
 * @param place where the part goes on
 * @param found whether this round through the parts has found anything
 * @param worker who does it now, until {@code nextAt}
 * @param nextAt from when on somebody may do it
 */
@MappedEntity(value = "project_deletion", schema = "identity")
record ProjectDeletionRow(
    @Id UUID id,
    UUID organizationId,
    UUID projectId,
    String name,
    String requestedBy,
    Instant requestedAt,
    @Nullable String part,
    @Nullable String place,
    boolean found,
    long deleted,
    @Nullable String failure,
    @Nullable UUID worker,
    Instant nextAt,
    @Nullable Instant finishedAt) {
  public OrganizationId organization() {
    return new OrganizationId(organizationId);
  }

  public ProjectId project() {
    return new ProjectId(projectId);
  }
}
