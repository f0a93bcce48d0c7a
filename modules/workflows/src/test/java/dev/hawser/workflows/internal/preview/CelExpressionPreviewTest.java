package dev.hawser.workflows.internal.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.workflows.ExpressionPreview.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** All expressions of a preview together are bounded, too. */
class CelExpressionPreviewTest {
  private static final Instant NOW = Instant.EPOCH;
  private final AtomicLong nanos = new AtomicLong();
  private final CelExpressionPreview preview = new CelExpressionPreview(nanos::get);

  private static List<Problem> problems(Runnable compile) {
    List<Problem> problems = new ArrayList<>();
    assertThatThrownBy(compile::run)
        .isInstanceOfSatisfying(
            HawserException.Invalid.class, invalid -> problems.addAll(invalid.problems()));
    return problems;
  }

  @Test
  void a_preview_has_two_hundred_expressions_and_no_more() {
    List<Object> most = new ArrayList<>(Collections.nCopies(100, "{{ 1 }} and {{ 2 }}"));
    assertThat(preview.value(most).evaluate(Map.of(), NOW))
        .isEqualTo(new Outcome.Result(Collections.nCopies(100, "1 and 2")));
    most.addAll(List.of("{{ 3 }}", "{{ 4 }}", "text"));
    assertThat(problems(() -> preview.value(most)))
        .containsExactly(
            Problem.at("/value/100", "a preview has at most 200 expressions; here are more"));
    String text = "{{ 1 }}".repeat(201);
    assertThat(problems(() -> preview.value(text))).hasSize(1);
    assertThat(problems(() -> preview.condition(text))).hasSize(1);
    var rule = Map.of("left", "{{ 1 }}", "op", "equals", "right", "{{ 1 }}");
    var rules = Map.of("any", List.of(Map.of("all", Collections.nCopies(101, rule))));
    assertThat(problems(() -> preview.condition(rules)))
        .extracting(Problem::pointer)
        .containsExactly("/condition/any/0/all/100/left");
  }

  @Test
  void of_many_problems_two_hundred_are_told() {
    var rules = Map.of("any", List.of(Map.of("all", Collections.nCopies(5_000, "no rule"))));
    List<Problem> problems = problems(() -> preview.condition(rules));
    assertThat(problems).hasSize(201);
    assertThat(problems.getLast().message()).isEqualTo("4800 more problems are not shown");
  }

  @Test
  void the_results_of_all_expressions_are_bounded_together() {
    Map<String, Object> data = Map.of("trigger", Map.of("text", "x".repeat(1 << 20)));
    List<Object> nine = new ArrayList<>(Collections.nCopies(9, "{{ trigger }}"));
    assertThat(preview.value(nine).evaluate(data, NOW)).isInstanceOf(Outcome.Result.class);
    nine.add("{{ trigger.text }}");
    assertThat(preview.value(nine).evaluate(data, NOW))
        .isEqualTo(
            new Outcome.Failure(
                "the results of the preview grow over 10 MiB together", "{{ trigger.text }}", -1));
  }

  @Test
  void the_time_of_all_expressions_is_bounded_together() {
    AtomicLong ticking = new AtomicLong();
    var slow =
        new CelExpressionPreview(() -> ticking.getAndAdd(TimeUnit.MILLISECONDS.toNanos(300)));
    assertThat(slow.value(List.of("{{ 1 }}", "{{ 2 }}", "{{ 3 }}")).evaluate(Map.of(), NOW))
        .isEqualTo(new Outcome.Result(List.of(1L, 2L, 3L)));
    Map<String, Object> rule = Map.of("left", "{{ 1 }}", "op", "equals", "right", 1L);
    var rules = Map.of("any", List.of(Map.of("all", Collections.nCopies(4, rule))));
    assertThat(slow.condition(rules).evaluate(Map.of(), NOW))
        .isEqualTo(
            new Outcome.Failure(
                "the expressions of the preview take more than 1 s together", "{{ 1 }}", -1));
  }
}
