package dev.hawser.identity.internal.project;

import dev.hawser.identity.TeamId;
import org.jspecify.annotations.Nullable;

/**
 * What can be changed of a project.
 *
 * @param maxConnectedUsers null for no limit
 * @param allowedOrigins whose pages may call the Connect API
 */
public record ProjectSettings(
    TeamId team,
    String name,
    @Nullable String description,
    ProjectAccess access,
    @Nullable Integer maxConnectedUsers,
    AllowedOrigins allowedOrigins) {}
