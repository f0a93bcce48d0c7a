package dev.hawser.identity.internal.access;

import dev.hawser.core.http.CallerAuthentication;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.ProjectId;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Makes the caller of a member's request. */
@Singleton
public final class MemberAccess {
  private static final String PROJECTS = "/api/v1/projects/";
  private final VisibleProjects projects;

  MemberAccess(VisibleProjects projects) {
    this.projects = projects;
  }

  /**
   * The caller of a request. May ask the database.
   *
   * @param path of the request; a project in it that the member cannot see is none
   */
  public CallerAuthentication authenticate(Member member, String path) {
    return new CallerAuthentication(
        new OrganizationCaller(
            member.organization(), member.user().toString(), member.permissions()),
        projectOf(member, path));
  }

  private @Nullable ProjectId projectOf(Member member, String path) {
    if (!path.startsWith(PROJECTS)) {
      return null;
    }
    int end = path.indexOf('/', PROJECTS.length());
    String text = path.substring(PROJECTS.length(), end < 0 ? path.length() : end);
    return ProjectId.parse(text).filter(id -> projects.contain(member, id)).orElse(null);
  }
}
