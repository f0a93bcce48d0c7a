package dev.hawser.app.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.error.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTextTest {
  private static final String SOURCE =
      """
      schema: hawser/v1
      name: Hello
      trigger: {type: webhok}
      """;

  @Test
  void a_problem_has_its_place_its_line_and_the_right_name() {
    Problem problem =
        new Problem("/trigger/type", "there is no trigger webhok", null, "webhook", 3, 17);
    assertThat(lines(problem))
        .containsExactly(
            "hello.yaml:3:17: error: there is no trigger webhok",
            "  3 | trigger: {type: webhok}",
            "    |                 ^",
            "  at   /trigger/type",
            "  help did you mean webhook?");
  }

  @Test
  void a_suggestion_that_the_message_makes_is_not_repeated() {
    Problem problem = new Problem("/nmae", "did you mean \"name\"?", "greet", "name", null, null);
    assertThat(lines(problem))
        .containsExactly("hello.yaml: error: did you mean \"name\"?", "  at   step greet, /nmae");
  }

  @Test
  void a_place_outside_of_the_text_is_only_told() {
    assertThat(lines(new Problem("", "the document ends too early", null, null, 9, 1)))
        .containsExactly("hello.yaml:9:1: error: the document ends too early");
  }

  private static List<String> lines(Problem problem) {
    return new ProblemText(new TestTerminal().terminal(), "hello.yaml", SOURCE).lines(problem);
  }
}
