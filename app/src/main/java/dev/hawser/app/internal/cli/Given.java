package dev.hawser.app.internal.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields of a request, of options that may not have been given. Not for concurrent use. */
final class Given {
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  /** A field, unless the value is null. */
  Given with(String field, @Nullable Object value) {
    if (value != null) {
      fields.put(field, value);
    }
    return this;
  }

  /** A field whose value is taken away. */
  Given without(String field) {
    fields.put(field, null);
    return this;
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }

  Map<String, @Nullable Object> fields() {
    return Collections.unmodifiableMap(fields);
  }
}
