package dev.hawser.core.tenancy;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;

/**
 * Who is calling the management API. Controllers take it as a parameter; it is bound from the
 * verified credentials of the request, so a controller that has one is an authenticated endpoint.
 *
 * @param organization the tenant of the caller
 * @param project the project that the credentials belong to
 * @param subject what to write into "created by" columns and logs, for example {@code key_01h4…};
 *     never a secret
 */
public record Caller(OrganizationId organization, ProjectId project, String subject) {
  private static final ErrorCode UNKNOWN = new ErrorCode("identity.project-not-found");

  /**
   * The project of a request path, if the caller may use it.
   *
   * @throws HawserException.NotFound when it is malformed, unknown or somebody else's: all three
   *     look the same
   */
  public ProjectId requireProject(String pathValue) {
    return ProjectId.parse(pathValue)
        .filter(project::equals)
        .orElseThrow(
            () -> new HawserException.NotFound(UNKNOWN, "There is no project " + pathValue));
  }
}
