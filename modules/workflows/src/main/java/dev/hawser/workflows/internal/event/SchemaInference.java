package dev.hawser.workflows.internal.event;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Infers a JSON Schema (2020-12) from an example. No field is required, since one example does not
 * tell; items of a list share one schema, and what they have in different types may be any of them.
 */
final class SchemaInference {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private final TreeSet<String> types = new TreeSet<>();
  private final Map<String, SchemaInference> properties = new LinkedHashMap<>();
  private @Nullable SchemaInference items;

  private SchemaInference() {}

  static Map<String, @Nullable Object> of(@Nullable Object example) {
    SchemaInference shape = new SchemaInference();
    shape.add(example);
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    schema.put("$schema", DIALECT);
    schema.putAll(shape.json());
    return schema;
  }

  private void add(@Nullable Object value) {
    switch (value) {
      case null -> types.add("null");
      case String text -> types.add("string");
      case Boolean bool -> types.add("boolean");
      case Long number -> types.add("integer");
      case BigInteger number -> types.add("integer");
      case Number number -> types.add("number");
      case Map<?, ?> map -> {
        types.add("object");
        map.forEach(
            (name, inner) ->
                properties
                    .computeIfAbsent(String.valueOf(name), n -> new SchemaInference())
                    .add(inner));
      }
      case List<?> list -> {
        types.add("array");
        for (Object item : list) {
          items = items == null ? new SchemaInference() : items;
          items.add(item);
        }
      }
      default -> throw new IllegalArgumentException("Not a JSON value: " + value.getClass());
    }
  }

  private Map<String, @Nullable Object> json() {
    List<String> names = new ArrayList<>(types);
    if (names.contains("number")) {
      names.remove("integer");
    }
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    schema.put("type", names.size() == 1 ? names.getFirst() : names);
    if (!properties.isEmpty()) {
      Map<String, @Nullable Object> inner = new LinkedHashMap<>();
      properties.forEach((name, shape) -> inner.put(name, shape.json()));
      schema.put("properties", inner);
    }
    if (items != null) {
      schema.put("items", items.json());
    }
    return schema;
  }
}
