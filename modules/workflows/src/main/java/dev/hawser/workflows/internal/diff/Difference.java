package dev.hawser.workflows.internal.diff;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One difference between two definitions. */
public sealed interface Difference {
  /** Null when it is about the definition itself: trigger, settings, limits and so on. */
  @Nullable String stepId();

  /** As the API shows it. */
  Map<String, @Nullable Object> json();

  /**
   * A step that only the new one has.
   *
   * @param pointer in the new one
   */
  record Added(String stepId, @Nullable String type, String pointer, String list)
      implements Difference {
    @Override
    public Map<String, @Nullable Object> json() {
      return step("ADDED", stepId, type, pointer, list);
    }
  }

  /**
   * A step that only the old one has.
   *
   * @param pointer in the old one
   */
  record Removed(String stepId, @Nullable String type, String pointer, String list)
      implements Difference {
    @Override
    public Map<String, @Nullable Object> json() {
      return step("REMOVED", stepId, type, pointer, list);
    }
  }

  /** A step that stands elsewhere among those that were there before. */
  record Moved(String stepId, Place from, Place to) implements Difference {
    @Override
    public Map<String, @Nullable Object> json() {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("kind", "MOVED");
      json.put("stepId", stepId);
      json.put("from", from.json());
      json.put("to", to.json());
      return json;
    }
  }

  /**
   * @param list the list of steps: {@code steps}, {@code choose/known}, {@code fetch.onError}
   */
  record Place(String list, int index, String pointer) {
    Map<String, @Nullable Object> json() {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("list", list);
      json.put("index", index);
      json.put("pointer", pointer);
      return json;
    }
  }

  /**
   * A field with another value.
   *
   * @param pointer in the new one; of a field that only the old one has, in the old one
   * @param field as people would call it, from its step or the definition: {@code headers.Accept}
   * @param from null when the field was not there
   * @param to null when the field is not there
   */
  record Changed(
      @Nullable String stepId,
      String pointer,
      String field,
      @Nullable Present from,
      @Nullable Present to)
      implements Difference {
    @Override
    public Map<String, @Nullable Object> json() {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("kind", "CHANGED");
      json.put("stepId", stepId);
      json.put("pointer", pointer);
      json.put("field", field);
      if (from != null) {
        json.put("from", from.value());
      }
      if (to != null) {
        json.put("to", to.value());
      }
      return json;
    }
  }

  /** A value that is there, even if it is null. */
  record Present(@Nullable Object value) {}

  private static Map<String, @Nullable Object> step(
      String kind, String stepId, @Nullable String type, String pointer, String list) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("kind", kind);
    json.put("stepId", stepId);
    json.put("type", type);
    json.put("pointer", pointer);
    json.put("list", list);
    return json;
  }
}
