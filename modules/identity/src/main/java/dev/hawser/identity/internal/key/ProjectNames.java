package dev.hawser.identity.internal.key;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.Caller;
import jakarta.inject.Singleton;

/** What the organization and the project of a caller are called. */
@Singleton
public final class ProjectNames {
  private static final ErrorCode MISSING = new ErrorCode("identity.project-missing");

  /** The names. */
  public record Names(String organizationName, String projectName) {}

  private final ProjectRepository projects;

  ProjectNames(ProjectRepository projects) {
    this.projects = projects;
  }

  public Names of(Caller caller) {
    return projects
        .find(caller.organization().value(), caller.project().value())
        .map(row -> new Names(row.organizationName(), row.projectName()))
        .orElseThrow(
            () ->
                new HawserException.Internal(
                    MISSING, "A key belongs to " + caller.project() + ", which is gone", null));
  }
}
