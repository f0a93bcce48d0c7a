package dev.hawser.workflows.internal.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the app events that a definition names: the one that starts it, and those that it awaits.
 */
public final class EventNames {
  private static final int DEEPEST = 64;

  private EventNames() {}

  /**
   * Names with the JSON pointer of the first place where each stands. Copes with any JSON value.
   */
  public static Map<String, String> of(Map<?, ?> definition) {
    Map<String, String> found = new LinkedHashMap<>();
    if (definition.get("trigger") instanceof Map<?, ?> trigger
        && "event".equals(trigger.get("type"))
        && trigger.get("name") instanceof String name) {
      found.put(name, "/trigger/name");
    }
    inSteps(definition, "", found, 0);
    if (definition.get("onError") instanceof Map<?, ?> handler) {
      inSteps(handler, "/onError", found, 0);
    }
    return found;
  }

  private static void inSteps(
      Map<?, ?> owner, String pointer, Map<String, String> found, int depth) {
    if (depth > DEEPEST) {
      return;
    }
    if (owner.get("steps") instanceof List<?> steps) {
      for (int i = 0; i < steps.size(); i++) {
        if (steps.get(i) instanceof Map<?, ?> step) {
          inStep(step, pointer + "/steps/" + i, found, depth);
        }
      }
    }
  }

  private static void inStep(Map<?, ?> step, String pointer, Map<String, String> found, int depth) {
    if ("waitFor".equals(step.get("type")) && step.get("event") instanceof String name) {
      found.putIfAbsent(name, pointer + "/event");
    }
    inSteps(step, pointer, found, depth + 1);
    for (String slot : List.of("arms", "branches")) {
      if (step.get(slot) instanceof List<?> parts) {
        for (int i = 0; i < parts.size(); i++) {
          if (parts.get(i) instanceof Map<?, ?> part) {
            inSteps(part, pointer + "/" + slot + "/" + i, found, depth + 1);
          }
        }
      }
    }
    if (step.get("onError") instanceof Map<?, ?> handler) {
      inSteps(handler, pointer + "/onError", found, depth + 1);
    }
  }
}
