package dev.hawser.workflows.internal.condition;

import static dev.hawser.workflows.internal.condition.Comparisons.contains;
import static dev.hawser.workflows.internal.condition.Comparisons.dates;
import static dev.hawser.workflows.internal.condition.Comparisons.isEmpty;
import static dev.hawser.workflows.internal.condition.Comparisons.isIn;
import static dev.hawser.workflows.internal.condition.Comparisons.jsonEquals;
import static dev.hawser.workflows.internal.condition.Comparisons.numbers;
import static dev.hawser.workflows.internal.condition.Comparisons.texts;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of its left side, most of them against a right side.
 *
 * <p>{@code null} on the left holds for no positive question and for every negated one ({@code
 * doesNotContain}); a value of an unfit kind is an error. A missing field is an error too, except
 * for {@link #EXISTS} and {@link #DOES_NOT_EXIST}. Numbers and dates may also be given as texts.
 */
public enum Operator {
  /** A text has the right text in it, or a list has the right value as an item. */
  CONTAINS("contains", Comparisons::contains),
  DOES_NOT_CONTAIN("doesNotContain", (l, r) -> !contains(l, r)),
  /** The same JSON value; 1 equals 1.0, but not "1". */
  EQUALS("equals", Comparisons::jsonEquals),
  DOES_NOT_EQUAL("doesNotEqual", (l, r) -> !jsonEquals(l, r)),
  /** Left is an item of the list on the right, or has its text inside the text on the right. */
  IS_IN("isIn", Comparisons::isIn),
  IS_NOT_IN("isNotIn", (l, r) -> !isIn(l, r)),
  STARTS_WITH("startsWith", texts(String::startsWith)),
  DOES_NOT_START_WITH("doesNotStartWith", texts(String::startsWith).negate()),
  ENDS_WITH("endsWith", texts(String::endsWith)),
  DOES_NOT_END_WITH("doesNotEndWith", texts(String::endsWith).negate()),
  /** Behind the right text in the order of characters. */
  TEXT_GREATER_THAN("textGreaterThan", texts((l, r) -> l.compareTo(r) > 0)),
  TEXT_LESS_THAN("textLessThan", texts((l, r) -> l.compareTo(r) < 0)),
  NUMBER_EQUALS("numberEquals", numbers(order -> order == 0)),
  NUMBER_DOES_NOT_EQUAL("numberDoesNotEqual", numbers(order -> order == 0).negate()),
  GREATER_THAN("greaterThan", numbers(order -> order > 0)),
  LESS_THAN("lessThan", numbers(order -> order < 0)),
  GREATER_THAN_OR_EQUAL("greaterThanOrEqual", numbers(order -> order >= 0)),
  LESS_THAN_OR_EQUAL("lessThanOrEqual", numbers(order -> order <= 0)),
  /** Dates are ISO 8601 texts; without a zone they are in UTC, without a time at midnight. */
  DATE_AFTER("dateAfter", dates(order -> order > 0)),
  DATE_BEFORE("dateBefore", dates(order -> order < 0)),
  DATE_EQUALS("dateEquals", dates(order -> order == 0)),
  IS_TRUE("isTrue", value -> Boolean.TRUE.equals(value)),
  IS_FALSE("isFalse", value -> Boolean.FALSE.equals(value)),
  IS_NULL("isNull", value -> value == null),
  IS_NOT_NULL("isNotNull", value -> value != null),
  /** Neither missing nor null. */
  EXISTS("exists", value -> value != null),
  DOES_NOT_EXIST("doesNotExist", value -> value == null),
  /** No items, no fields, no characters, or null. */
  IS_EMPTY("isEmpty", Comparisons::isEmpty),
  IS_NOT_EMPTY("isNotEmpty", value -> !isEmpty(value));

  private final String text;
  private final boolean hasRight;

  @SuppressWarnings("ImmutableEnumChecker") // the tests hold no state
  private final BiPredicate<@Nullable Object, @Nullable Object> test;

  Operator(String text, BiPredicate<@Nullable Object, @Nullable Object> test) {
    this.text = text;
    this.hasRight = true;
    this.test = test;
  }

  Operator(String text, Predicate<@Nullable Object> test) {
    this.text = text;
    this.hasRight = false;
    this.test = (left, right) -> test.test(left);
  }

  public static Optional<Operator> named(String text) {
    return Arrays.stream(values()).filter(operator -> operator.text.equals(text)).findFirst();
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(Operator::text).toList();
  }

  /** The name in definitions. */
  public String text() {
    return text;
  }

  public boolean hasRight() {
    return hasRight;
  }

  /** Whether a missing left side is an answer and not an error. */
  public boolean acceptsMissing() {
    return this == EXISTS || this == DOES_NOT_EXIST;
  }

  /**
   * @param right null where there is no right side
   * @throws UnfitException when a side is of a kind that cannot be compared
   */
  public boolean test(@Nullable Object left, @Nullable Object right) {
    return test.test(left, right);
  }
}
