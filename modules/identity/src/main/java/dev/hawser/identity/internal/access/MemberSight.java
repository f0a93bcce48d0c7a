package dev.hawser.identity.internal.access;

import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.ProjectSight;
import dev.hawser.core.tenancy.ProjectState;
import dev.hawser.core.tenancy.Projects;
import dev.hawser.identity.UserId;
import jakarta.inject.Singleton;

/** What members see; an API key sees no project beside its own. */
@Singleton
final class MemberSight implements ProjectSight {
  private final VisibleProjectRepository rows;
  private final Projects projects;

  MemberSight(VisibleProjectRepository rows, Projects projects) {
    this.rows = rows;
    this.projects = projects;
  }

  @Override
  public boolean sees(OrganizationCaller caller, ProjectId project) {
    return projects.state(project) != ProjectState.GONE
        && UserId.parse(caller.subject())
            .map(user -> rows.count(caller.organization(), user.value(), project))
            .filter(count -> count > 0)
            .isPresent();
  }
}
