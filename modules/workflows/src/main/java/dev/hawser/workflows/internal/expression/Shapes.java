package dev.hawser.workflows.internal.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a value is and what it lacks, by kinds and names and never by content. */
public final class Shapes {
  private static final int MOST_NAMES = 1_000;

  private Shapes() {}

  /** For example {@code a string}, {@code an object}, {@code null}. */
  public static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case NullValue none -> "null";
      case String s -> "a string";
      case Boolean b -> "a boolean";
      case Long n -> "an integer";
      case Integer n -> "an integer";
      case BigInteger n -> "an integer";
      case UnsignedLong n -> "an integer";
      case Number n -> "a number";
      case Map<?, ?> m -> "an object";
      case Collection<?> c -> "a list";
      case Instant t -> "a timestamp";
      case Duration d -> "a duration";
      case CelByteString b -> "bytes";
      case Optional<?> o -> "an optional value";
      default -> "a value of another kind";
    };
  }

  /** Why {@code parent} has no such field. */
  static String missingField(String parentText, @Nullable Object parent, String field) {
    String name = "\"" + field + "\"";
    if (parent instanceof List<?> list) {
      return parentText
          + (list.isEmpty() ? " is an empty list" : " is a list of " + list.size())
          + ", not an object, so it has no field "
          + name
          + (hasField(list, field) ? ", but its items have: " + parentText + "[0]." + field : "");
    }
    if (!(parent instanceof Map<?, ?> map)) {
      return parentText + " is " + kind(parent) + ", so it has no field " + name;
    }
    if (parentText.equals("steps")) {
      return "step " + name + " has not run in this execution";
    }
    if (map.isEmpty()) {
      return parentText + " is an empty object, so it has no field " + name;
    }
    List<String> known = names(map);
    String suggestion = Names.nearest(field, known);
    return parentText
        + " has no field "
        + name
        + (suggestion == null ? ";" : Names.didYouMean(suggestion))
        + " it has "
        + Names.list(known)
        + (map.size() > known.size() ? " and more" : "");
  }

  private static boolean hasField(List<?> list, String field) {
    return !list.isEmpty() && list.getFirst() instanceof Map<?, ?> item && item.containsKey(field);
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
    return parentText + " is " + kind(parent) + ", not a list, so it has no item [" + index + "]";
  }

  /** The first names, each no longer than a line; an object may have very many. */
  private static List<String> names(Map<?, ?> map) {
    List<String> names = new ArrayList<>();
    for (Object key : map.keySet()) {
      names.add(Names.cut(String.valueOf(key)));
      if (names.size() == MOST_NAMES) {
        break;
      }
    }
    return names;
  }
}
