package dev.hawser.workflows.internal.language;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.Plan.WorkflowUse;
import dev.hawser.workflows.internal.language.WorkflowReferences.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds steps that start what is not there, or what comes back to the workflow itself: that would
 * never end. To be asked when a workflow is deployed, as others change without it.
 */
public final class WorkflowCycles {
  private final WorkflowReferences references;

  public WorkflowCycles(WorkflowReferences references) {
    this.references = references;
  }

  /**
   * @param id of the workflow whose plan it is
   * @param name its name in that plan, which may be newer than what is kept
   */
  public List<Problem> check(String id, String name, Plan plan) {
    List<Problem> problems = new ArrayList<>();
    for (WorkflowUse use : plan.environment().workflows()) {
      String message = message(id, name, use.workflow());
      if (message != null) {
        problems.add(
            new Problem(use.pointer(), message, use.stepId(), null, use.line(), use.column()));
      }
    }
    return problems;
  }

  private @Nullable String message(String id, String name, String reference) {
    if (reference.equals(id) || reference.equals(name)) {
      return "the workflow starts itself, which would never end";
    }
    Optional<Target> first = references.find(reference);
    if (first.isEmpty()) {
      return "there is no workflow \"" + reference + "\" in the project";
    }
    if (first.get().id().equals(id)) {
      return "the workflow starts itself, which would never end";
    }
    String way = wayBack(id, name, first.get());
    return way == null
        ? null
        : "the workflow would come back to itself, which would never end: \""
            + name
            + "\" → "
            + way;
  }

  /** The shortest way from a workflow to the one in question, as people read it. */
  private @Nullable String wayBack(String id, String name, Target start) {
    Map<String, String> ways = new HashMap<>();
    Deque<Target> open = new ArrayDeque<>();
    ways.put(start.id(), "\"" + start.name() + "\"");
    open.add(start);
    while (!open.isEmpty()) {
      Target at = open.remove();
      String way = ways.get(at.id());
      for (String reference : at.starts()) {
        Target next = references.find(reference).orElse(null);
        if (reference.equals(id)
            || reference.equals(name)
            || (next != null && next.id().equals(id))) {
          return way + " → \"" + name + "\"";
        }
        if (next != null
            && ways.putIfAbsent(next.id(), way + " → \"" + next.name() + "\"") == null) {
          open.add(next);
        }
      }
    }
    return null;
  }
}
