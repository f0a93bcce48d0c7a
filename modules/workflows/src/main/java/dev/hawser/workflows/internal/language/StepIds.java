package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.internal.source.Node;
import dev.hawser.workflows.internal.source.Node.Field;
import dev.hawser.workflows.internal.source.Node.ListNode;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the steps of a definition before they are read: how many, and their ids. */
final class StepIds {
  private final Set<String> ids = new LinkedHashSet<>();
  private int count;

  /** Looks at a definition, or at one step with everything inside it. */
  static StepIds of(Node node) {
    StepIds found = new StepIds();
    found.inside(node);
    return found;
  }

  Set<String> ids() {
    return ids;
  }

  int count() {
    return count;
  }

  /** A definition, step, arm, branch or handler: all keep their steps under the same names. */
  private void inside(@Nullable Node node) {
    if (!(node instanceof ObjectNode object)) {
      return;
    }
    for (Node step : list(object, "steps")) {
      step(step);
    }
    for (String parts : List.of("arms", "branches")) {
      for (Node part : list(object, parts)) {
        inside(part);
      }
    }
    Field handler = object.fields().get("onError");
    inside(handler == null ? null : handler.value());
  }

  private void step(Node node) {
    count++;
    if (node instanceof ObjectNode object) {
      Field id = object.fields().get("id");
      if (id != null && id.value() instanceof ScalarNode scalar) {
        if (scalar.json() instanceof String text) {
          ids.add(text);
        }
      }
    }
    inside(node);
  }

  private static List<Node> list(ObjectNode object, String name) {
    Field field = object.fields().get(name);
    return field != null && field.value() instanceof ListNode list ? list.items() : List.of();
  }
}
