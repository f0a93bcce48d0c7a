package dev.hawser.identity.internal.project;

import dev.hawser.identity.TeamId;
import org.jspecify.annotations.Nullable;

/**
 * What can be changed of a project.
 *
 * @param maxConnectedUsers null for no limit
 */
public record ProjectSettings(
    TeamId team,
    String name,
    @Nullable String description,
    ProjectAccess access,
    @Nullable Integer maxConnectedUsers) {}
