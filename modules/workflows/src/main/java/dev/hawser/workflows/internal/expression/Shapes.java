package dev.hawser.workflows.internal.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what a value is and what it lacks, by kinds and names and never by content. */
public final class Shapes {
  private Shapes() {}

  /** For example {@code a string}, {@code an object}, {@code null}. */
  public static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String s -> "a string";
      case Boolean b -> "a boolean";
      case Long n -> "an integer";
      case Integer n -> "an integer";
      case java.math.BigInteger n -> "an integer";
      case Number n -> "a number";
      case Map<?, ?> m -> "an object";
      case Collection<?> c -> "a list";
      case java.time.Instant t -> "a timestamp";
      case java.time.Duration d -> "a duration";
      case java.util.Optional<?> o -> "an optional value";
      default -> "a value of another kind";
    };
  }

  /** Why {@code parent} has no such field. */
  static String missingField(String parentText, @Nullable Object parent, String field) {
    String name = "\"" + field + "\"";
    if (!(parent instanceof Map<?, ?> map)) {
      return parentText + " is " + kind(parent) + ", so it has no field " + name;
    }
    List<String> known = names(map);
    if (parentText.equals("steps")) {
      return "step " + name + " has not run in this execution";
    }
    if (known.isEmpty()) {
      return parentText + " is an empty object, so it has no field " + name;
    }
    String suggestion = Names.nearest(field, known);
    return parentText
        + " has no field "
        + name
        + (suggestion == null ? ";" : Names.didYouMean(suggestion))
        + " it has "
        + Names.list(known);
  }

  /** Why {@code parent} has no such item. */
  static String missingItem(String parentText, @Nullable Object parent, long index) {
    if (parent instanceof List<?> list) {
      String size =
          switch (list.size()) {
            case 0 -> " is an empty list";
            case 1 -> " has 1 item";
            default -> " has " + list.size() + " items";
          };
      return parentText + size + ", so there is no item [" + index + "] (the first is [0])";
    }
    return parentText + " is " + kind(parent) + ", so it has no item [" + index + "]";
  }

  private static List<String> names(Map<?, ?> map) {
    List<String> names = new ArrayList<>();
    for (Object key : map.keySet()) {
      names.add(String.valueOf(key));
    }
    return names;
  }
}
