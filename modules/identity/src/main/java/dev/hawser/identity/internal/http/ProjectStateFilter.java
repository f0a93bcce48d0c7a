package dev.hawser.identity.internal.http;

import dev.hawser.core.http.CallerAuthentication;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.ProjectState;
import dev.hawser.identity.internal.project.ProjectStates;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps archived projects as they are, whatever endpoint is asked: they are only read, restored and
 * deleted. One that is being deleted is not there. Whose project it is not goes on and finds
 * nothing.
 */
@ServerFilter("/api/v1/projects/**")
final class ProjectStateFilter implements Ordered {
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final String PROJECTS = "/api/v1/projects/";
  private final ProjectStates projects;

  ProjectStateFilter(ProjectStates projects) {
    this.projects = projects;
  }

  @RequestFilter
  void check(HttpRequest<?> request) {
    Optional<ProjectId> project =
        request
            .getUserPrincipal(CallerAuthentication.class)
            .flatMap(CallerAuthentication::ofProject)
            .map(Caller::project);
    if (project.isEmpty()) {
      return;
    }
    ProjectState state = projects.state(project.get());
    if (state == ProjectState.GONE) {
      throw ProjectStates.gone(project.get());
    }
    if (state == ProjectState.ARCHIVED && !isAllowed(request, project.get())) {
      throw ProjectStates.archived();
    }
  }

  private static boolean isAllowed(HttpRequest<?> request, ProjectId project) {
    String path = request.getPath();
    String own = PROJECTS + project;
    if (READING.contains(request.getMethod())) {
      return true;
    }
    String below = path.startsWith(own) ? path.substring(own.length()) : path;
    return switch (request.getMethod()) {
      case DELETE -> below.isEmpty();
      case POST -> below.equals("/restore") || below.equals("/archive");
      default -> false;
    };
  }

  /** Behind the one that knows who is calling and what they may. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after();
  }
}
