package dev.hawser.identity.internal.project;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.TeamId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A project as it may be shown.
 *
 * @param releasedFrom the project from which releases come, one stage before
 * @param maxConnectedUsers how many it may have; null for no limit
 * @param allowedOrigins whose pages may call the Connect API
 * @param archivedAt since when nothing new begins in it; null when it is in use
 */
public record ProjectView(
    ProjectId id,
    TeamId team,
    String name,
    @Nullable String description,
    Environment environment,
    @Nullable ProjectId releasedFrom,
    ProjectAccess access,
    @Nullable Integer maxConnectedUsers,
    AllowedOrigins allowedOrigins,
    Instant createdAt,
    Instant changedAt,
    @Nullable Instant archivedAt) {
  static ProjectView of(ProjectRow row) {
    return new ProjectView(
        new ProjectId(row.id()),
        new TeamId(row.teamId()),
        row.name(),
        row.description(),
        Environment.find(row.environment()).orElseThrow(),
        row.releasedFromId() == null ? null : new ProjectId(row.releasedFromId()),
        ProjectAccess.find(row.access()).orElseThrow(),
        row.maxConnectedUsers(),
        AllowedOrigins.of(row.allowedOrigins()),
        row.createdAt(),
        row.changedAt(),
        row.archivedAt());
  }
}
