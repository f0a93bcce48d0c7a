package dev.hawser.workflows.internal.language;

import java.util.List;
import java.util.Optional;

/** Which workflows of a project start which others. Whoever keeps them implements it. */
@FunctionalInterface
public interface WorkflowReferences {
  /**
   * @param reference the id or the name of a workflow, as a step has it
   * @return empty when the project has no such workflow
   */
  Optional<Target> find(String reference);

  /**
   * A workflow that others may start.
   *
   * @param id unique in the project
   * @param starts the ids or names that its own steps have
   */
  record Target(String id, String name, List<String> starts) {
    public Target {
      starts = List.copyOf(starts);
    }
  }
}
