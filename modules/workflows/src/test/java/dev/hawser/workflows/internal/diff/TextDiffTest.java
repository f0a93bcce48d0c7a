package dev.hawser.workflows.internal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextDiffTest {
  @Test
  void it_is_a_unified_diff_of_canonical_yaml() {
    String text =
        between(
            Map.of("name", "A", "steps", List.of(Map.of("id", "x", "value", "no"))),
            Map.of("name", "A", "steps", List.of(Map.of("id", "x", "value", "on"))));
    assertThat(text)
        .isEqualTo(
            """
            --- old
            +++ new
            @@ -1,4 +1,4 @@
             name: A
             steps:
             - id: x
            -  value: 'no'
            +  value: 'on'
            """);
  }

  @Test
  void equal_ones_have_none_whatever_their_layout() {
    assertThat(between(Map.of("name", "A", "ui", 1L), Map.of("name", "A"))).isEmpty();
  }

  @Test
  void two_that_have_nothing_in_common_are_still_compared_soon() {
    List<Object> one = new ArrayList<>();
    List<Object> other = new ArrayList<>();
    IntStream.range(0, 40_000).forEach(i -> one.add("a" + i));
    IntStream.range(0, 40_000).forEach(i -> other.add(i % 2 == 0 ? "b" + i : "a" + (40_000 - i)));
    String text = between(Map.of("steps", one), Map.of("steps", other));
    assertThat(text).contains("\n-- a39999\n").contains("\n+- b39998\n");
  }

  private static String between(Map<?, ?> from, Map<?, ?> to) {
    return TextDiff.between(new TextDiff.Side("old", from), new TextDiff.Side("new", to));
  }
}
