package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.internal.source.Node;
import dev.hawser.workflows.internal.source.Node.ListNode;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the steps of a definition before they are read: how many, and their ids. */
final class StepIds {
  /** Problems name the step that they are in; longer ones are no ids. */
  private static final int LONGEST = 100;

  private final Set<String> ids = new LinkedHashSet<>();
  private final Map<String, String> loops = new HashMap<>();
  private int count;

  /** Looks at a definition. */
  static StepIds of(Node node) {
    StepIds found = new StepIds();
    found.inside(node, null);
    return found;
  }

  /** The steps inside one step that may have run when it has, and can be read then. */
  static Set<String> readableIn(Node step) {
    StepIds found = new StepIds();
    if (step instanceof ObjectNode object && !isEach(object)) {
      found.inside(step, null);
    } else if (step instanceof ObjectNode object) {
      found.inside(object.get("onError"), null);
    }
    found.ids.removeAll(found.loops.keySet());
    return found.ids;
  }

  Set<String> ids() {
    return ids;
  }

  /** Steps that run once for each item, with the innermost {@code each} step around them. */
  Map<String, String> loops() {
    return loops;
  }

  int count() {
    return count;
  }

  /** The text under {@code id}; null when there is none that could be meant as one. */
  static @Nullable String id(Node node) {
    String id = node instanceof ObjectNode object ? text(object, "id") : null;
    return id == null || id.length() > LONGEST ? null : id;
  }

  /** A definition, step, arm, branch or handler: all keep their steps under the same names. */
  private void inside(@Nullable Node node, @Nullable String loop) {
    if (!(node instanceof ObjectNode object)) {
      return;
    }
    String each = text(object, "id");
    String inner = isEach(object) && each != null ? each : loop;
    for (Node step : list(object, "steps")) {
      step(step, inner);
    }
    for (String parts : List.of("arms", "branches")) {
      for (Node part : list(object, parts)) {
        inside(part, loop);
      }
    }
    inside(object.get("onError"), loop);
  }

  private void step(Node node, @Nullable String loop) {
    count++;
    String id = id(node);
    if (id != null) {
      ids.add(id);
      if (loop != null) {
        loops.put(id, loop);
      }
    }
    inside(node, loop);
  }

  private static boolean isEach(ObjectNode object) {
    return "each".equals(text(object, "type"));
  }

  private static @Nullable String text(ObjectNode object, String name) {
    return object.get(name) instanceof ScalarNode scalar && scalar.json() instanceof String text
        ? text
        : null;
  }

  private static List<Node> list(ObjectNode object, String name) {
    return object.get(name) instanceof ListNode list ? list.items() : List.of();
  }
}
