package dev.hawser.workflows.internal.event;

import dev.hawser.core.error.Problem;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.internal.expression.Names;
import dev.hawser.workflows.internal.store.EventNames;
import dev.hawser.workflows.spi.DeployCheck;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** The app events that a definition names must be there. */
@Singleton
final class EventCheck implements DeployCheck {
  private final AppEventRepository events;

  EventCheck(AppEventRepository events) {
    this.events = events;
  }

  @Override
  public List<Problem> problems(Candidate candidate) {
    ProjectId project = candidate.project();
    List<Problem> problems = new ArrayList<>();
    EventNames.of(candidate.definition())
        .forEach(
            (name, pointer) -> {
              boolean known = name.indexOf('\0') < 0 && events.hold(project, name).isPresent();
              if (!known) {
                String suggestion = Names.nearest(name, events.names(project));
                String message =
                    "the project has no app event \"" + name + "\"" + Names.didYouMean(suggestion);
                problems.add(new Problem(pointer, message, null, suggestion, null, null));
              }
            });
    return problems;
  }
}
