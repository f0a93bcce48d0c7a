package dev.hawser.workflows.internal.canonical;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings the fields of a definition, its steps, arms and branches into the order in which the
 * language documents them. What stands in values is data, whose order means something, and is left
 * as it is; so are fields that nobody knows, behind the others. Copes with any JSON value.
 */
public final class FieldOrder {
  private static final List<String> DEFINITION =
      List.of(
          "schema",
          "name",
          "integration",
          "trigger",
          "settings",
          "secrets",
          "steps",
          "onError",
          "limits",
          "ui");
  private static final List<String> TRIGGER =
      List.of(
          "type",
          "name",
          "integration",
          "trigger",
          "cron",
          "every",
          "timezone",
          "params",
          "headers",
          "body",
          "verify",
          "response",
          "with",
          "input");

  /**
   * What all steps share stands first, then what each type documents, then what is done on errors.
   */
  private static final List<String> STEP =
      List.of(
          "id",
          "type",
          "title",
          "if",
          "timeout",
          "retry",
          "action",
          "connection",
          "with",
          "method",
          "url",
          "query",
          "workflow",
          "event",
          "match",
          "for",
          "until",
          "mode",
          "items",
          "concurrency",
          "onItemError",
          "status",
          "headers",
          "body",
          "file",
          "auth",
          "paginate",
          "followRedirects",
          "response",
          "code",
          "input",
          "await",
          "value",
          "message",
          "data",
          "arms",
          "branches",
          "steps",
          "collect",
          "onError");

  private static final List<String> PART = List.of("id", "title", "when", "steps");

  private FieldOrder() {}

  /** A copy of the definition in order; only what is ordered is copied. */
  public static Map<String, @Nullable Object> of(Map<?, ?> definition) {
    Map<String, @Nullable Object> ordered = sort(definition, DEFINITION);
    replace(ordered, "trigger", trigger -> sort(trigger, TRIGGER));
    steps(ordered);
    replace(ordered, "onError", FieldOrder::handler);
    return ordered;
  }

  private static Map<String, @Nullable Object> step(Map<?, ?> step) {
    Map<String, @Nullable Object> ordered = sort(step, STEP);
    steps(ordered);
    list(ordered, "arms", FieldOrder::part);
    list(ordered, "branches", FieldOrder::part);
    replace(ordered, "onError", FieldOrder::handler);
    return ordered;
  }

  private static Map<String, @Nullable Object> part(Map<?, ?> part) {
    Map<String, @Nullable Object> ordered = sort(part, PART);
    steps(ordered);
    return ordered;
  }

  private static Map<String, @Nullable Object> handler(Map<?, ?> handler) {
    Map<String, @Nullable Object> ordered = sort(handler, List.of("steps"));
    steps(ordered);
    return ordered;
  }

  private static void steps(Map<String, @Nullable Object> owner) {
    list(owner, "steps", FieldOrder::step);
  }

  private interface Ordering {
    Map<String, @Nullable Object> of(Map<?, ?> object);
  }

  private static void replace(Map<String, @Nullable Object> owner, String name, Ordering ordering) {
    if (owner.get(name) instanceof Map<?, ?> object) {
      owner.put(name, ordering.of(object));
    }
  }

  private static void list(Map<String, @Nullable Object> owner, String name, Ordering ordering) {
    if (owner.get(name) instanceof List<?> items) {
      List<@Nullable Object> ordered = new ArrayList<>(items.size());
      for (Object item : items) {
        ordered.add(item instanceof Map<?, ?> object ? ordering.of(object) : item);
      }
      owner.put(name, ordered);
    }
  }

  private static Map<String, @Nullable Object> sort(Map<?, ?> object, List<String> order) {
    Map<String, @Nullable Object> sorted = LinkedHashMap.newLinkedHashMap(object.size());
    for (String name : order) {
      if (object.containsKey(name)) {
        sorted.put(name, object.get(name));
      }
    }
    object.forEach((name, value) -> sorted.putIfAbsent(String.valueOf(name), value));
    return sorted;
  }
}
