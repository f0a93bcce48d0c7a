package dev.hawser.tasks.internal.engine;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.ProjectState;
import dev.hawser.core.tenancy.Projects;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** States of projects that a test sets. */
final class SwitchedProjects implements Projects {
  final Map<ProjectId, ProjectState> states = new ConcurrentHashMap<>();

  @Override
  public ProjectState state(ProjectId project) {
    return states.getOrDefault(project, ProjectState.ACTIVE);
  }

  @Override
  public void requireActive(ProjectId project) {
    if (state(project) != ProjectState.ACTIVE) {
      throw new HawserException.Conflict(new ErrorCode("test.not-active"), "not active");
    }
  }
}
