package dev.hawser.workflows.internal.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelOptions;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.exceptions.CelIndexOutOfBoundsException;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CEL's equality, paid for: numbers are equal across their types, lists and objects by content. A
 * value can be the key of an object only if it is a text, a number or a boolean; CEL would hash
 * anything, however long that takes.
 */
final class Equality {
  private static final RuntimeEquality CEL =
      RuntimeEquality.create(RuntimeHelpers.create(), CelOptions.current().build());

  private Equality() {}

  static void addTo(FunctionTable table) {
    table.replace("equals", a -> equal(Budget.current(), a[0], a[1]), Object.class, Object.class);
    table.replace(
        "not_equals", a -> !equal(Budget.current(), a[0], a[1]), Object.class, Object.class);
    table.replace("in_list", a -> isIn(a[0], (List<?>) a[1]), Object.class, List.class);
    table.replace("in_map", a -> find((Map<?, ?>) a[1], a[0]).isPresent(), Object.class, Map.class);
    table.replace("index_list", a -> item((List<?>) a[0], (Number) a[1]), List.class, Number.class);
    table.replace("index_map", a -> field((Map<?, ?>) a[0], a[1]), Map.class, Object.class);
  }

  private static Object item(List<?> list, Number position) {
    double exact = position.doubleValue();
    if (exact != Math.rint(exact) || exact < 0 || exact >= list.size()) {
      throw new CelIndexOutOfBoundsException(exact);
    }
    return list.get(position.intValue());
  }

  @SuppressWarnings("ReferenceEquality") // the same value is equal, however large it is
  static boolean equal(Budget budget, Object x, Object y) {
    budget.tick(1);
    if (x == y) {
      return !(x instanceof Double number && number.isNaN());
    }
    return switch (x) {
      case String a -> y instanceof String b && textsEqual(budget, a, b);
      case Long a when y instanceof Long b -> a.longValue() == b.longValue();
      case Number a -> y instanceof Number && CEL.objectEquals(a, y);
      case List<?> a -> y instanceof List<?> b && listsEqual(budget, a, b);
      case Map<?, ?> a -> y instanceof Map<?, ?> b && mapsEqual(budget, a, b);
      case Optional<?> a -> y instanceof Optional<?> b && optionalsEqual(budget, a, b);
      default -> x.equals(y);
    };
  }

  private static boolean textsEqual(Budget budget, String a, String b) {
    if (a.length() != b.length()) {
      return false;
    }
    budget.tick(a.length() >>> 10);
    return a.equals(b);
  }

  private static boolean listsEqual(Budget budget, List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    Iterator<?> others = b.iterator();
    for (Object item : a) {
      if (!equal(budget, item, others.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean mapsEqual(Budget budget, Map<?, ?> a, Map<?, ?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (var field : a.entrySet()) {
      Optional<Object> other = find(b, field.getKey());
      if (other.isEmpty() || !equal(budget, field.getValue(), other.get())) {
        return false;
      }
    }
    return true;
  }

  private static boolean optionalsEqual(Budget budget, Optional<?> a, Optional<?> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() == b.isEmpty();
    }
    return equal(budget, a.get(), b.get());
  }

  private static boolean isIn(Object value, List<?> list) {
    Budget budget = Budget.current();
    for (Object item : list) {
      if (equal(budget, item, value)) {
        return true;
      }
    }
    return false;
  }

  /** The field of an object; keys that are numbers are found whatever their type. */
  static Optional<Object> find(Map<?, ?> map, Object key) {
    return CEL.findInMap(map, key(key));
  }

  private static Object field(Map<?, ?> map, Object key) {
    return find(map, key).orElseThrow(() -> CelAttributeNotFoundException.of("field"));
  }

  /** The value, if it may be a key. */
  static Object key(Object value) {
    return switch (value) {
      case String text -> text;
      case Long number -> number;
      case Double number -> number;
      case Boolean bool -> bool;
      case UnsignedLong number -> number;
      default ->
          throw new FunctionFailure(
              "the name of a field is a text, a number or a boolean, not " + Shapes.kind(value));
    };
  }

  /** Hashes and compares like {@link #equal}, for hash tables. */
  record Key(Object value, int hash, Budget budget) {
    static Key of(Budget budget, Object value) {
      return new Key(value, hashOf(budget, value), budget);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && hash == key.hash && equal(budget, value, key.value);
    }
  }

  private static int hashOf(Budget budget, Object value) {
    budget.tick(1);
    return switch (value) {
      case Number number -> Double.hashCode(number.doubleValue() + 0.0);
      case List<?> list -> {
        int hash = 1;
        for (Object item : list) {
          hash = 31 * hash + hashOf(budget, item);
        }
        yield hash;
      }
      case Map<?, ?> map -> {
        int hash = 0;
        for (var field : map.entrySet()) {
          hash += hashOf(budget, field.getKey()) ^ hashOf(budget, field.getValue());
        }
        yield hash;
      }
      case Optional<?> optional -> optional.map(v -> hashOf(budget, v)).orElse(0);
      default -> value.hashCode();
    };
  }

  /** The order of values that can be sorted: numbers, texts, booleans, timestamps, durations. */
  static int compare(Budget budget, String function, Object a, Object b) {
    budget.tick(1);
    return switch (a) {
      case Number x when b instanceof Number y -> Numbers.compare(x, y);
      case String x when b instanceof String y -> x.compareTo(y);
      case Boolean x when b instanceof Boolean y -> x.compareTo(y);
      case Instant x when b instanceof Instant y -> x.compareTo(y);
      case Duration x when b instanceof Duration y -> x.compareTo(y);
      case NullValue n when b instanceof NullValue -> 0;
      default ->
          throw new FunctionFailure(
              function + " cannot order " + Shapes.kind(a) + " and " + Shapes.kind(b));
    };
  }
}
