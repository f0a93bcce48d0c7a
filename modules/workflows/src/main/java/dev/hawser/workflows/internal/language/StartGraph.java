package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.internal.language.WorkflowReferences.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which workflows start which, from where one of them starts others. Each is looked up once. */
final class StartGraph {
  static final int MOST_WORKFLOWS = 1_000;
  static final int MOST_STARTS = 500;

  private final WorkflowReferences references;
  private final String id;
  private final String name;
  private final Map<String, Optional<Target>> found = new HashMap<>();

  /** By the id of a workflow: the one to go on to, on the shortest way back; null at its end. */
  private final Map<String, @Nullable Target> next = new HashMap<>();

  private boolean tooLarge;

  /**
   * @param id of the workflow in question
   * @param name of the same
   */
  StartGraph(WorkflowReferences references, String id, String name) {
    this.references = references;
    this.id = id;
    this.name = name;
  }

  /** Whether the search has ended before it saw everything. */
  boolean isTooLarge() {
    return tooLarge;
  }

  boolean isItself(String reference) {
    if (reference.equals(id) || reference.equals(name)) {
      return true;
    }
    Target target = find(reference);
    return target != null && target.id().equals(id);
  }

  @Nullable Target find(String reference) {
    Optional<Target> known = found.get(reference);
    if (known == null) {
      if (found.size() == MOST_WORKFLOWS) {
        tooLarge = true;
        return null;
      }
      known = references.find(reference);
      found.put(reference, known);
    }
    return known.orElse(null);
  }

  /** Looks at all workflows that can be reached, and finds the ways back from them. */
  void explore(List<String> firsts) {
    Map<String, List<Target>> startedBy = new HashMap<>();
    List<Target> ends = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Deque<Target> open = new ArrayDeque<>();
    add(firsts, seen, open);
    while (!open.isEmpty() && !tooLarge) {
      Target at = open.remove();
      Set<String> starts = new LinkedHashSet<>(at.starts());
      tooLarge |= starts.size() > MOST_STARTS;
      if (starts.stream().anyMatch(this::isItself)) {
        ends.add(at);
      }
      for (String reference : starts) {
        Target target = find(reference);
        if (target != null) {
          startedBy.computeIfAbsent(target.id(), key -> new ArrayList<>()).add(at);
        }
      }
      add(starts, seen, open);
    }
    goBack(ends, startedBy);
  }

  private void add(Iterable<String> references, Set<String> seen, Deque<Target> open) {
    for (String reference : references) {
      Target target = isItself(reference) ? null : find(reference);
      if (target != null && seen.add(target.id())) {
        open.add(target);
      }
    }
  }

  private void goBack(List<Target> ends, Map<String, List<Target>> startedBy) {
    Deque<Target> open = new ArrayDeque<>();
    for (Target end : ends) {
      next.put(end.id(), null);
      open.add(end);
    }
    while (!open.isEmpty()) {
      Target at = open.remove();
      for (Target starter : startedBy.getOrDefault(at.id(), List.of())) {
        if (!next.containsKey(starter.id())) {
          next.put(starter.id(), at);
          open.add(starter);
        }
      }
    }
  }

  /** The shortest way to the workflow in question; empty when there is none. */
  List<Target> wayBack(Target first) {
    List<Target> way = new ArrayList<>();
    if (next.containsKey(first.id())) {
      for (Target at = first; at != null; at = next.get(at.id())) {
        way.add(at);
      }
    }
    return way;
  }
}
