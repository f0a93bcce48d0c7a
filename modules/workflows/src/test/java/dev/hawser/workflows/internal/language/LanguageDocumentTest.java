package dev.hawser.workflows.internal.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.internal.condition.Operator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/workflow-language.md shows is true. */
class LanguageDocumentTest {
  private static final Path DOCUMENT = Path.of("../../docs/workflow-language.md");
  private static final Pattern NAMED = Pattern.compile("\"([a-zA-Z0-9]+)\"|pages");

  @Test
  void every_example_has_no_problems() throws Exception {
    List<String> documented = Definitions.documented();
    assertThat(documented).hasSizeGreaterThan(20);
    assertThat(Definitions.plan(documented.getFirst()).steps()).hasSize(2);
    for (String example : Definitions.all()) {
      Definitions.plan(example);
    }
  }

  @Test
  void what_this_release_runs_is_told_truly() throws Exception {
    String text = Files.readString(DOCUMENT);
    int start = text.indexOf("## What this release runs");
    String section = text.substring(start, text.indexOf("\n## ", start + 1));
    for (String example : Definitions.all()) {
      for (Problem problem : Definitions.plan(example).unsupported()) {
        Matcher named = NAMED.matcher(problem.message());
        assertThat(named.find()).as(problem.message()).isTrue();
        if (!problem.pointer().equals("/trigger")) {
          String name = named.group(1) == null ? "paginate" : named.group(1);
          assertThat(section).contains("`" + name + "`");
        }
      }
    }
  }

  @Test
  void every_field_is_documented() throws Exception {
    String text = Files.readString(DOCUMENT);
    for (Form.Tagged form : List.of(StepGrammar.STEP, Grammar.TRIGGER, StepGrammar.AUTH)) {
      for (String value : form.values()) {
        assertThat(text).as(form.name()).contains(value);
      }
      for (String field : form.allNames()) {
        assertThat(text).as(form.name()).contains(field);
      }
    }
  }

  @Test
  void every_operator_is_documented() throws Exception {
    String text = Files.readString(DOCUMENT);
    for (Operator operator : Operator.values()) {
      assertThat(text).contains("`" + operator.text() + "`");
    }
  }
}
