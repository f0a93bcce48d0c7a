package dev.hawser.workflows.internal.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what CEL computed into JSON, and measures it on the way. */
final class Results {
  /** Bytes of a computed value, written out as JSON. */
  static final long LARGEST = 10L << 20;

  private static final int SCALAR = 4;

  /** Bytes of memory; an object of few fields takes ten times what it is as JSON. */
  private static final int OBJECT = 64;

  private static final int FIELD = 48;

  private final Budget budget;
  private long size;

  private Results(Budget budget) {
    this.budget = budget;
  }

  /**
   * The JSON value. A part of the data is given back as it is and whatever its size; what was
   * computed is at most {@link #LARGEST} bytes, the data in it included.
   */
  static @Nullable Object of(Budget budget, @Nullable Object value) {
    Object present = Budget.present(value);
    return JsonView.isView(present) ? JsonView.unwrap(present) : measured(budget, present);
  }

  /** The JSON value, at most {@link #LARGEST} bytes in any case. */
  static @Nullable Object measured(Budget budget, @Nullable Object value) {
    return new Results(budget).json(value);
  }

  private @Nullable Object json(@Nullable Object value) {
    Object present = Budget.present(value);
    if (JsonView.isView(present)) {
      Object json = JsonView.unwrap(present);
      measure(json);
      return json;
    }
    return switch (present) {
      case Map<?, ?> map -> {
        grow(2);
        budget.build(OBJECT + (long) FIELD * map.size());
        Map<String, @Nullable Object> out = LinkedHashMap.newLinkedHashMap(map.size());
        for (var field : map.entrySet()) {
          String name = TextForm.of(JsonView.unwrap(field.getKey()));
          grow(name.length() + 4L);
          out.put(name, json(field.getValue()));
        }
        yield out;
      }
      case Collection<?> list -> {
        grow(2);
        budget.list(list.size());
        List<@Nullable Object> out = new ArrayList<>(list.size());
        for (Object item : list) {
          grow(1);
          out.add(json(item));
        }
        yield out;
      }
      case Optional<?> inner -> json(inner);
      case null, default -> {
        Object scalar = JsonView.unwrap(present);
        grow(scalar instanceof String text ? text.length() + 2L : SCALAR);
        yield scalar;
      }
    };
  }

  private void measure(@Nullable Object json) {
    switch (json) {
      case String text -> grow(text.length() + 2L);
      case Map<?, ?> map -> {
        grow(2);
        for (var field : map.entrySet()) {
          grow(String.valueOf(field.getKey()).length() + 4L);
          measure(field.getValue());
        }
      }
      case List<?> list -> {
        grow(2);
        for (Object item : list) {
          grow(1);
          measure(item);
        }
      }
      case null, default -> grow(SCALAR);
    }
  }

  private void grow(long bytes) {
    size += bytes;
    if (size > LARGEST) {
      throw new LimitReached("the result grows over 10 MiB of JSON");
    }
    budget.tick(1);
  }
}
