package dev.hawser.workflows.internal.language;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.Plan.WorkflowUse;
import dev.hawser.workflows.internal.language.WorkflowReferences.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds steps that start what is not there, or what comes back to the workflow itself: that would
 * never end. To be asked when a workflow is deployed, as others change without it.
 */
public final class WorkflowCycles {
  private static final int MOST_NAMED = 10;
  private static final String ITSELF = "the workflow starts itself, which would never end";

  private final WorkflowReferences references;

  public WorkflowCycles(WorkflowReferences references) {
    this.references = references;
  }

  /**
   * @param id of the workflow whose plan it is
   * @param name its name in that plan, which may be newer than what is kept
   */
  public List<Problem> check(String id, String name, Plan plan) {
    List<WorkflowUse> uses = plan.environment().workflows();
    if (uses.isEmpty()) {
      return List.of();
    }
    StartGraph graph = new StartGraph(references, id, name);
    graph.explore(uses.stream().map(WorkflowUse::workflow).distinct().toList());
    if (graph.isTooLarge()) {
      String message =
          "the workflows that it starts, and those that they start, are too many to look for a way"
              + " back to itself: at most "
              + StartGraph.MOST_WORKFLOWS
              + ", each of which starts at most "
              + StartGraph.MOST_STARTS
              + " others";
      return List.of(problem(uses.getFirst(), message));
    }
    List<Problem> problems = new ArrayList<>();
    for (WorkflowUse use : uses) {
      String message = message(graph, name, use.workflow());
      if (message != null) {
        problems.add(problem(use, message));
      }
    }
    return problems;
  }

  private static Problem problem(WorkflowUse use, String message) {
    return new Problem(use.pointer(), message, use.stepId(), null, use.line(), use.column());
  }

  private static @Nullable String message(StartGraph graph, String name, String reference) {
    if (graph.isItself(reference)) {
      return ITSELF;
    }
    Target first = graph.find(reference);
    if (first == null) {
      return "there is no workflow \"" + reference + "\" in the project";
    }
    List<Target> way = graph.wayBack(first);
    return way.isEmpty()
        ? null
        : "the workflow would come back to itself, which would never end: " + shown(name, way);
  }

  private static String shown(String name, List<Target> way) {
    StringBuilder out = new StringBuilder("\"" + name + "\" → ");
    for (Target target : way.subList(0, Math.min(MOST_NAMED, way.size()))) {
      out.append('"').append(target.name()).append("\" → ");
    }
    if (way.size() > MOST_NAMED) {
      out.append("… → ");
    }
    return out.append('"').append(name).append('"').toString();
  }
}
