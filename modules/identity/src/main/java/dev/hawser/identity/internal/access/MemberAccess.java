package dev.hawser.identity.internal.access;

import dev.hawser.core.http.CallerAuthentication;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.ProjectId;
import jakarta.inject.Singleton;
import java.util.Optional;
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
    return caller(member, projectIn(path).filter(id -> projects.contain(member, id)).orElse(null));
  }

  /** The same, if the database need not be asked; never blocks. */
  public Optional<CallerAuthentication> known(Member member, String path) {
    Optional<ProjectId> project = projectIn(path);
    if (project.isEmpty()) {
      return Optional.of(caller(member, null));
    }
    return projects
        .known(member, project.get())
        .map(visible -> caller(member, visible ? project.get() : null));
  }

  private static CallerAuthentication caller(Member member, @Nullable ProjectId project) {
    return new CallerAuthentication(
        new OrganizationCaller(
            member.organization(), member.user().toString(), member.permissions()),
        project,
        member.credential());
  }

  private static Optional<ProjectId> projectIn(String path) {
    if (!path.startsWith(PROJECTS)) {
      return Optional.empty();
    }
    int end = path.indexOf('/', PROJECTS.length());
    return ProjectId.parse(path.substring(PROJECTS.length(), end < 0 ? path.length() : end));
  }
}
