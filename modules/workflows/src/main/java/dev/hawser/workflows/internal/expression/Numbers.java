package dev.hawser.workflows.internal.expression;

import java.util.List;

/** Arithmetic over lists. Integers stay exact as long as there is no other number among them. */
final class Numbers {
  private Numbers() {}

  static Object sum(List<?> list) {
    long exact = 0;
    double rounded = 0;
    boolean integers = true;
    for (Object item : list) {
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

  static double average(List<?> list) {
    double sum = 0;
    for (Object item : list) {
      sum += number("avg", item).doubleValue();
    }
    return sum / nonEmpty("avg", list).size();
  }

  /**
   * @param sign 1 for the least, -1 for the greatest
   */
  static Object least(String function, List<?> list, int sign) {
    Object best = null;
    for (Object item : nonEmpty(function, list)) {
      if (best == null || sign * compare(function, item, best) < 0) {
        best = item;
      }
    }
    return java.util.Objects.requireNonNull(best);
  }

  /** Integers with each other exactly, other numbers as doubles, texts by their characters. */
  private static int compare(String function, Object a, Object b) {
    if (a instanceof String s && b instanceof String t) {
      return s.compareTo(t);
    }
    if (a instanceof String || b instanceof String) {
      throw new FunctionFailure(function + " needs numbers or texts, not both");
    }
    Number x = number(function, a);
    Number y = number(function, b);
    return x instanceof Long m && y instanceof Long n
        ? Long.compare(m, n)
        : Double.compare(x.doubleValue(), y.doubleValue());
  }

  private static List<?> nonEmpty(String function, List<?> list) {
    if (list.isEmpty()) {
      throw new FunctionFailure(function + " of an empty list does not exist");
    }
    return list;
  }

  private static Number number(String function, Object item) {
    if (item instanceof Long || item instanceof Double) {
      return (Number) item;
    }
    throw new FunctionFailure(
        function + " needs a list of numbers, but it has " + Shapes.kind(JsonView.unwrap(item)));
  }
}
