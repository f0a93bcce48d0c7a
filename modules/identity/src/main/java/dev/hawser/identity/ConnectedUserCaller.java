package dev.hawser.identity;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;

/**
 * Who is calling the Connect API ({@code /projects/{project}/sdk/…}). Controllers there are {@code
 * Secured} with {@link #ROLE}, take this as a parameter, and begin with {@link #requireProject}. It
 * is bound from a verified user token; nothing else gets that role.
 *
 * @param user whose token it was
 */
public record ConnectedUserCaller(ConnectedUser user) {
  /** What endpoints of the Connect API name in their {@code Secured}. */
  public static final String ROLE = "connected-user";

  private static final ErrorCode UNKNOWN = new ErrorCode("identity.project-not-found");

  /**
   * The project of a request path, which is the one that the token was verified for.
   *
   * @throws HawserException.NotFound when it is malformed, unknown or another one
   */
  public ProjectId requireProject(String pathValue) {
    return ProjectId.parse(pathValue)
        .filter(user.project()::equals)
        .orElseThrow(
            () -> new HawserException.NotFound(UNKNOWN, "There is no project " + pathValue));
  }
}
