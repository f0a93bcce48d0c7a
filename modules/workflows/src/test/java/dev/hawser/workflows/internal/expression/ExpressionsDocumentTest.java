package dev.hawser.workflows.internal.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/expressions.md shows is true. */
class ExpressionsDocumentTest {
  private static final Path DOCUMENT = Path.of("../../docs/expressions.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(.+)` \\| `(.+)` \\|$");
  private static final Pattern DATA = Pattern.compile("(?s)```json\\n(.*?)```");

  @Test
  void every_example_gives_the_result_that_is_shown() throws Exception {
    String text = Files.readString(DOCUMENT);
    Matcher data = DATA.matcher(text);
    assertThat(data.find()).isTrue();
    Object body = Objects.requireNonNull(Json.read(data.group(1).getBytes(UTF_8)));
    Templates templates = new Templates(new Expressions());
    List<String> examples = new ArrayList<>();
    Matcher rows = ROW.matcher(text);
    while (rows.find()) {
      String expression = rows.group(1);
      examples.add(expression);
      var result = templates.value("example", "{{ " + expression + " }}");
      assertThat(result.problems()).as(expression).isEmpty();
      TestScope scope = new TestScope(Map.of("trigger", Map.of("body", body)));
      Object value = Objects.requireNonNull(result.value()).evaluate(scope);
      assertThat(new String(Json.write(value), UTF_8))
          .as(expression)
          .isEqualTo(new String(Json.write(Json.read(rows.group(2).getBytes(UTF_8))), UTF_8));
    }
    assertThat(examples).hasSizeGreaterThan(150);
    assertThat(functions())
        .as("functions without an example")
        .allMatch(name -> examples.stream().anyMatch(example -> calls(example, name)));
    assertThat(
            text.lines().filter(line -> line.startsWith("| `") && !line.startsWith("| `json(…)")))
        .as("every row of a table is an example, up to the limits")
        .hasSize(examples.size() + 1);
  }

  private static List<String> functions() {
    return new CelEngine()
        .functionNames().stream()
            .filter(name -> Character.isLetter(name.charAt(0)) && !name.contains("@"))
            .filter(name -> !name.equals("in"))
            .toList();
  }

  private static boolean calls(String example, String name) {
    return Pattern.compile("(^|[^A-Za-z])" + Pattern.quote(name) + "\\(").matcher(example).find();
  }
}
