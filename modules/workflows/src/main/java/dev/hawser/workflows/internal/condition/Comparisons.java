package dev.hawser.workflows.internal.condition;

import dev.hawser.workflows.internal.expression.Shapes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** How JSON values compare. */
final class Comparisons {
  private Comparisons() {}

  static boolean jsonEquals(@Nullable Object left, @Nullable Object right) {
    return switch (left) {
      case null -> right == null;
      case Number a -> right instanceof Number b && decimal(a).compareTo(decimal(b)) == 0;
      case List<?> a -> right instanceof List<?> b && listsEqual(a, b);
      case Map<?, ?> a -> right instanceof Map<?, ?> b && mapsEqual(a, b);
      default -> left.equals(right);
    };
  }

  private static boolean listsEqual(List<?> left, List<?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    Iterator<?> others = right.iterator();
    for (Object item : left) {
      if (!jsonEquals(item, others.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean mapsEqual(Map<?, ?> left, Map<?, ?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (var entry : left.entrySet()) {
      if (!right.containsKey(entry.getKey())
          || !jsonEquals(entry.getValue(), right.get(entry.getKey()))) {
        return false;
      }
    }
    return true;
  }

  static boolean contains(@Nullable Object left, @Nullable Object right) {
    return switch (left) {
      case null -> false;
      case String text -> text.contains(text(right, "right"));
      case List<?> list -> list.stream().anyMatch(item -> jsonEquals(item, right));
      default -> throw unfit("left", "a text or a list", left);
    };
  }

  static boolean isIn(@Nullable Object left, @Nullable Object right) {
    return switch (right) {
      case List<?> list -> list.stream().anyMatch(item -> jsonEquals(left, item));
      case String text -> left != null && text.contains(text(left, "left"));
      case null, default -> throw unfit("right", "a list or a text", right);
    };
  }

  static boolean isEmpty(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case String text -> text.isEmpty();
      case List<?> list -> list.isEmpty();
      case Map<?, ?> map -> map.isEmpty();
      default -> throw unfit("left", "a list, an object or a text", value);
    };
  }

  static BiPredicate<@Nullable Object, @Nullable Object> texts(BiPredicate<String, String> test) {
    return (left, right) -> left != null && test.test(text(left, "left"), text(right, "right"));
  }

  static BiPredicate<@Nullable Object, @Nullable Object> numbers(IntPredicate order) {
    return (left, right) ->
        left != null && order.test(number(left, "left").compareTo(number(right, "right")));
  }

  static BiPredicate<@Nullable Object, @Nullable Object> dates(IntPredicate order) {
    return (left, right) ->
        left != null && order.test(date(left, "left").compareTo(date(right, "right")));
  }

  private static String text(@Nullable Object value, String side) {
    if (value instanceof String text) {
      return text;
    }
    throw unfit(side, "a text", value);
  }

  private static BigDecimal number(@Nullable Object value, String side) {
    if (value instanceof Number number) {
      return decimal(number);
    }
    if (value instanceof String text && text.length() <= 100) {
      try {
        return new BigDecimal(text.strip());
      } catch (NumberFormatException e) {
        throw new UnfitException("the " + side + " side is a text that is not a number");
      }
    }
    throw unfit(side, "a number", value);
  }

  private static BigDecimal decimal(Number number) {
    return switch (number) {
      case BigDecimal decimal -> decimal;
      case BigInteger integer -> new BigDecimal(integer);
      case Double rounded -> BigDecimal.valueOf(rounded);
      default -> BigDecimal.valueOf(number.longValue());
    };
  }

  private static Instant date(@Nullable Object value, String side) {
    if (!(value instanceof String text)) {
      throw unfit(side, "a date as text", value);
    }
    try {
      TemporalAccessor read =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text.strip(), OffsetDateTime::from, LocalDateTime::from);
      return read instanceof OffsetDateTime exact
          ? exact.toInstant()
          : ((LocalDateTime) read).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return day(text, side);
    }
  }

  private static Instant day(String text, String side) {
    try {
      return LocalDate.parse(text.strip()).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new UnfitException(
          "the " + side + " side is a text that is not a date such as 2026-03-04T05:06:07Z");
    }
  }

  private static UnfitException unfit(String side, String wanted, @Nullable Object found) {
    return new UnfitException(
        "the " + side + " side must be " + wanted + ", it is " + Shapes.kind(found));
  }
}
