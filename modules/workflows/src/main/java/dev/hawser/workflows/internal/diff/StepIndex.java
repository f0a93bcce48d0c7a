package dev.hawser.workflows.internal.diff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a definition apart: its steps by id, in the order of the text, and what is left of it.
 * Copes with any JSON value in any place.
 */
final class StepIndex {
  private static final int LONGEST_ID = 200;

  /** The number behind the next step of an id that is taken. */
  private final Map<String, Integer> suffixes = new HashMap<>();

  private final Map<String, PlacedStep> steps = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> rest;

  private StepIndex(Map<?, ?> definition) {
    rest = copy(definition);
    rest.remove("ui"); // layout only
    take(rest, "steps", "/steps", "steps");
    handler(rest, "/onError", "onError");
  }

  static StepIndex of(Map<?, ?> definition) {
    return new StepIndex(definition);
  }

  Map<String, PlacedStep> steps() {
    return steps;
  }

  /** The definition without its steps and its layout. */
  Map<String, @Nullable Object> rest() {
    return rest;
  }

  private void take(
      Map<String, @Nullable Object> owner, String field, String pointer, String list) {
    if (!(owner.get(field) instanceof List<?> items)) {
      return;
    }
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      ids.add(step(items.get(i), pointer + "/" + i, list, i));
    }
    owner.put(field, new StepRefs(ids));
  }

  private String step(@Nullable Object item, String pointer, String list, int index) {
    Map<String, @Nullable Object> fields =
        item instanceof Map<?, ?> map ? copy(map) : new LinkedHashMap<>();
    if (!(item instanceof Map<?, ?>)) {
      fields.put("value", item);
    }
    String id = fields.get("id") instanceof String text ? cut(text) : cut(list) + "[" + index + "]";
    String key = unused(id);
    // Its place in the order is before the steps inside it.
    steps.put(key, new PlacedStep(key, pointer, list, index, fields));
    take(fields, "steps", pointer + "/steps", key);
    parts(fields, "arms", pointer, key);
    parts(fields, "branches", pointer, key);
    handler(fields, pointer + "/onError", key + ".onError");
    return key;
  }

  private String unused(String id) {
    if (!steps.containsKey(id)) {
      return id;
    }
    int n = suffixes.getOrDefault(id, 2);
    while (steps.containsKey(id + " (" + n + ")")) {
      n++;
    }
    suffixes.put(id, n + 1);
    return id + " (" + n + ")";
  }

  /** Ids are repeated with everything that is inside. */
  private static String cut(String id) {
    return id.length() > LONGEST_ID ? id.substring(0, LONGEST_ID) + "…" : id;
  }

  private void parts(
      Map<String, @Nullable Object> step, String field, String pointer, String owner) {
    if (!(step.get(field) instanceof List<?> items)) {
      return;
    }
    List<@Nullable Object> left = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Map<?, ?> map) {
        Map<String, @Nullable Object> part = copy(map);
        String name = part.get("id") instanceof String id ? cut(id) : Integer.toString(i);
        take(part, "steps", pointer + "/" + field + "/" + i + "/steps", owner + "/" + name);
        left.add(part);
      } else {
        left.add(items.get(i));
      }
    }
    step.put(field, left);
  }

  private void handler(Map<String, @Nullable Object> owner, String pointer, String list) {
    if (owner.get("onError") instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> handler = copy(map);
      take(handler, "steps", pointer + "/steps", list);
      owner.put("onError", handler);
    }
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
    map.forEach((name, value) -> copy.put(String.valueOf(name), value));
    return copy;
  }
}
