package dev.hawser.workflows.internal.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.workflows.internal.condition.Operator;
import dev.hawser.workflows.internal.source.SourceFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/workflow-language.md shows is true. */
class LanguageDocumentTest {
  private static final Path DOCUMENT = Path.of("../../docs/workflow-language.md");
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");

  @Test
  void the_example_has_no_problems() throws Exception {
    Matcher example = YAML.matcher(Files.readString(DOCUMENT));
    assertThat(example.find()).isTrue();
    assertThat(DefinitionCompilerTest.plan(example.group(1), SourceFormat.YAML).steps()).hasSize(2);
  }

  @Test
  void every_example_has_no_problems() throws Exception {
    try (var examples = Files.list(Path.of("../../examples"))) {
      for (Path example : examples.toList()) {
        DefinitionCompilerTest.plan(Files.readString(example), SourceFormat.YAML);
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
