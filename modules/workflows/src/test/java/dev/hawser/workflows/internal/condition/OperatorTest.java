package dev.hawser.workflows.internal.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OperatorTest {
  @Test
  void texts_compare() {
    holds("contains", "hawser", "aws");
    fails("contains", "hawser", "x");
    holds("doesNotContain", "hawser", "x");
    holds("startsWith", "hawser", "haw");
    holds("doesNotStartWith", "hawser", "x");
    holds("endsWith", "hawser", "ser");
    holds("doesNotEndWith", "hawser", "x");
    holds("textGreaterThan", "b", "a");
    holds("textLessThan", "a", "b");
    holds("isIn", "aws", "hawser");
    holds("isNotIn", "x", "hawser");
    unfit("startsWith", 5L, "5", "the left side must be a text, it is an integer");
  }

  @Test
  void numbers_compare_also_when_they_are_texts() {
    holds("greaterThan", 3L, 2.5);
    holds("lessThan", "9", 10L);
    holds("greaterThanOrEqual", 3L, "3.0");
    holds("lessThanOrEqual", 3.0, 3L);
    holds("numberEquals", "3", 3L);
    holds("numberDoesNotEqual", 3L, 4L);
    fails("greaterThan", 9007199254740993L, 9007199254740993L);
    holds("greaterThan", 9007199254740993L, 9007199254740992L);
    unfit("greaterThan", "x", 1L, "the left side is a text that is not a number");
    unfit("greaterThan", 1L, null, "the right side must be a number, it is null");
  }

  @Test
  void dates_compare_across_zones() {
    holds("dateAfter", "2026-03-04T05:06:07Z", "2026-03-04");
    holds("dateBefore", "2026-03-04T05:06:07+02:00", "2026-03-04T05:06:07Z");
    holds("dateEquals", "2026-03-04T07:06:07+02:00", "2026-03-04T05:06:07");
    unfit("dateAfter", "yesterday", "2026-03-04", "not a date such as");
  }

  @Test
  void json_values_are_equal_by_content_and_not_across_types() {
    holds("equals", 1L, 1.0);
    fails("equals", 1L, "1");
    holds("doesNotEqual", true, "true");
    holds("equals", Map.of("a", List.of(1L)), Map.of("a", List.of(1.0)));
    fails("equals", List.of(1L), List.of(1L, 2L));
    holds("equals", null, null);
  }

  @Test
  void lists_are_searched_and_measured() {
    holds("contains", List.of("a", 2L), 2.0);
    holds("isIn", 2L, List.of(1L, 2.0));
    holds("isNotIn", "x", List.of("a"));
    holds("isEmpty", List.of(), null);
    holds("isNotEmpty", Map.of("a", 1L), null);
    holds("isEmpty", "", null);
    unfit("isEmpty", 5L, null, "it is an integer");
    unfit("isIn", 5L, 5L, "the right side must be a list or a text");
  }

  @Test
  void null_holds_for_negated_questions_only() {
    fails("contains", null, "x");
    holds("doesNotContain", null, "x");
    fails("greaterThan", null, 1L);
    fails("dateBefore", null, "2026-03-04");
    holds("isNull", null, null);
    fails("isNotNull", null, null);
    holds("doesNotExist", null, null);
    holds("exists", false, null);
    fails("isTrue", null, null);
    holds("isTrue", true, null);
    holds("isFalse", false, null);
    fails("isTrue", "true", null);
  }

  @Test
  void every_operator_is_found_by_its_name() {
    for (Operator operator : Operator.values()) {
      assertThat(Operator.named(operator.text())).contains(operator);
    }
    assertThat(Operator.names()).doesNotHaveDuplicates().hasSize(29);
  }

  private static void holds(String name, @Nullable Object left, @Nullable Object right) {
    assertThat(Operator.named(name).orElseThrow().test(left, right)).as(name).isTrue();
  }

  private static void fails(String name, @Nullable Object left, @Nullable Object right) {
    assertThat(Operator.named(name).orElseThrow().test(left, right)).as(name).isFalse();
  }

  private static void unfit(
      String name, @Nullable Object left, @Nullable Object right, String message) {
    assertThatThrownBy(() -> Operator.named(name).orElseThrow().test(left, right))
        .isInstanceOf(UnfitException.class)
        .hasMessageContaining(message);
  }
}
