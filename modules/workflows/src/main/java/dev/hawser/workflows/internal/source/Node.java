package dev.hawser.workflows.internal.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of a document. */
public sealed interface Node {
  Position position();

  /** The JSON value (types of {@link dev.hawser.core.json.Json}). */
  @Nullable Object json();

  /** Both count from one; columns count characters. */
  record Position(int line, int column) {}

  /** Names are unique; their order is the text's. */
  record ObjectNode(Position position, Map<String, Field> fields) implements Node {
    /** The value of a field; null when it is not there. */
    public @Nullable Node get(String name) {
      Field field = fields.get(name);
      return field == null ? null : field.value();
    }

    @Override
    public Map<String, @Nullable Object> json() {
      Map<String, @Nullable Object> out = LinkedHashMap.newLinkedHashMap(fields.size());
      fields.forEach((name, field) -> out.put(name, field.value().json()));
      return out;
    }
  }

  /** A value, and where its name stands. */
  record Field(Position name, Node value) {}

  record ListNode(Position position, List<Node> items) implements Node {
    @Override
    public List<@Nullable Object> json() {
      List<@Nullable Object> out = new ArrayList<>(items.size());
      items.forEach(item -> out.add(item.json()));
      return out;
    }
  }

  /**
   * A text, number, boolean or null.
   *
   * @param content where the text itself begins, if its lines are those of the document
   */
  record ScalarNode(Position position, @Nullable Object json, @Nullable Position content)
      implements Node {
    public ScalarNode(Position position, @Nullable Object json) {
      this(position, json, null);
    }
  }
}
