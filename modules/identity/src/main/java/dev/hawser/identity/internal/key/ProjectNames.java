package dev.hawser.identity.internal.key;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.OrganizationId;
import jakarta.inject.Singleton;

/** What the organization and the project of a caller are called. */
@Singleton
public final class ProjectNames {
  private static final ErrorCode MISSING = new ErrorCode("identity.project-missing");
  private final ProjectRepository projects;

  ProjectNames(ProjectRepository projects) {
    this.projects = projects;
  }

  public String ofOrganization(OrganizationId organization) {
    return projects
        .organizationName(organization)
        .orElseThrow(() -> missing(organization.toString()));
  }

  public String ofProject(Caller caller) {
    return projects
        .projectName(caller.organization(), caller.project())
        .orElseThrow(() -> missing(caller.project().toString()));
  }

  private static HawserException.Internal missing(String what) {
    return new HawserException.Internal(
        MISSING, "A caller belongs to " + what + ", which is gone", null);
  }
}
