package dev.hawser.workflows.internal.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.internal.ComparisonFunctions;
import dev.cel.common.types.SimpleType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;

/** Arithmetic over lists. Integers stay exact as long as there is no other number among them. */
final class Numbers {
  private static final int MOST_DIGITS = 20;
  private static final int LONGEST_NUMBER = 400;

  private Numbers() {}

  static void addTo(FunctionTable table) {
    table.global("sum", "sum_list", a -> sum((List<?>) a[0]), SimpleType.DYN, FunctionTable.LIST);
    table.global(
        "avg", "avg_list", a -> average((List<?>) a[0]), SimpleType.DOUBLE, FunctionTable.LIST);
    table.global(
        "min",
        "min_list",
        a -> least("min", (List<?>) a[0], 1),
        SimpleType.DYN,
        FunctionTable.LIST);
    table.global(
        "max",
        "max_list",
        a -> least("max", (List<?>) a[0], -1),
        SimpleType.DYN,
        FunctionTable.LIST);
    table.replace("math_@min_list_dyn", a -> least("math.least", (List<?>) a[0], 1), List.class);
    table.replace(
        "math_@max_list_dyn", a -> least("math.greatest", (List<?>) a[0], -1), List.class);
    table.global("number", "number_dyn", a -> read(a[0]), SimpleType.DYN, SimpleType.DYN);
    table.global(
        "round",
        "round_dyn_int",
        a -> round(a[0], (Long) a[1]).doubleValue(),
        SimpleType.DOUBLE,
        SimpleType.DYN,
        SimpleType.INT);
    table.global(
        "toFixed",
        "to_fixed_dyn_int",
        a -> round(a[0], (Long) a[1]).toPlainString(),
        SimpleType.STRING,
        SimpleType.DYN,
        SimpleType.INT);
  }

  private static Object sum(List<?> list) {
    Budget budget = Budget.current();
    long exact = 0;
    double rounded = 0;
    boolean integers = true;
    for (Object item : list) {
      budget.tick(1);
      Number number = number("sum", item);
      rounded += number.doubleValue();
      if (integers && number instanceof Long n) {
        try {
          exact = Math.addExact(exact, n);
        } catch (ArithmeticException e) {
          throw new FunctionFailure("the sum does not fit into 64 bits");
        }
      } else {
        integers = false;
      }
    }
    return integers ? (Object) exact : (Object) rounded;
  }

  private static double average(List<?> list) {
    Budget budget = Budget.current();
    double sum = 0;
    for (Object item : list) {
      budget.tick(1);
      sum += number("avg", item).doubleValue();
    }
    return sum / nonEmpty("avg", list).size();
  }

  /**
   * @param sign 1 for the least, -1 for the greatest
   */
  private static Object least(String function, List<?> list, int sign) {
    Budget budget = Budget.current();
    Object best = null;
    for (Object item : nonEmpty(function, list)) {
      if (!(item instanceof String)) {
        number(function, item);
      }
      if (best == null || sign * Equality.compare(budget, function, item, best) < 0) {
        best = item;
      }
    }
    return Objects.requireNonNull(best);
  }

  /** Exactly, also across the types of numbers. */
  static int compare(Number a, Number b) {
    return a instanceof Long x && b instanceof Long y
        ? Long.compare(x, y)
        : ComparisonFunctions.numericCompare(a, b);
  }

  private static List<?> nonEmpty(String function, List<?> list) {
    if (list.isEmpty()) {
      throw new FunctionFailure(function + " of an empty list does not exist");
    }
    return list;
  }

  private static Number number(String function, Object item) {
    if (item instanceof Long || item instanceof Double || item instanceof UnsignedLong) {
      return (Number) item;
    }
    throw new FunctionFailure(
        function + " needs a list of numbers, but it has " + Shapes.kind(item));
  }

  /** A number, also of a text: an integer where it is one and fits. */
  private static Object read(Object value) {
    if (value instanceof Number) {
      return value;
    }
    if (!(value instanceof String text)) {
      throw new FunctionFailure("number(…) does not work for " + Shapes.kind(value));
    }
    String digits = text.length() > LONGEST_NUMBER ? "" : text.strip();
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException notAnInteger) {
      return readDouble(digits);
    }
  }

  private static double readDouble(String digits) {
    try {
      // of what Java takes for a number, "NaN", "1d" and hexadecimal forms are none in JSON
      boolean plain =
          digits.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0);
      double number = plain ? Double.parseDouble(digits) : Double.NaN;
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw notANumber();
    }
    throw notANumber();
  }

  private static FunctionFailure notANumber() {
    return new FunctionFailure("number(…) was given a text that is not a number");
  }

  /** Half away from zero, as people round. */
  private static BigDecimal round(Object value, long digits) {
    if (digits < 0 || digits > MOST_DIGITS) {
      throw new FunctionFailure("the digits behind the point are 0 to " + MOST_DIGITS);
    }
    if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
      throw new FunctionFailure("only a number can be rounded, not " + Shapes.kind(value));
    }
    return new BigDecimal(number.toString()).setScale((int) digits, RoundingMode.HALF_UP);
  }
}
