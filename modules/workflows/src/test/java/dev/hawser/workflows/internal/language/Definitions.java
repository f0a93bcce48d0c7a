package dev.hawser.workflows.internal.language;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.internal.source.SourceFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Right definitions, in YAML, that together have everything that the language has. */
final class Definitions {
  private static final Path RESOURCES = Path.of("src/test/resources/definitions");
  private static final Path EXAMPLES = Path.of("../../examples");
  private static final Path DOCUMENT = Path.of("../../docs/workflow-language.md");
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");
  private static final DefinitionCompiler COMPILER = new DefinitionCompiler();

  private Definitions() {}

  static String read(String name) throws IOException {
    return Files.readString(RESOURCES.resolve(name + ".yaml"));
  }

  static List<String> documented() throws IOException {
    return YAML.matcher(Files.readString(DOCUMENT))
        .results()
        .map((MatchResult example) -> whole(example.group(1)))
        .toList();
  }

  /** What the document shows of a definition, with what it leaves out. */
  private static String whole(String example) {
    if (example.contains("schema: hawser/v1")) {
      return example;
    }
    String head = "schema: hawser/v1\nname: Example\n";
    return example.startsWith("- ")
        ? head + "trigger: {type: webhook}\nsecrets: [API_KEY]\nsteps:\n" + example.indent(2)
        : head + "steps: []\n" + example;
  }

  /** One small definition for each trigger, and a large one with every step. */
  static List<String> essential() throws IOException {
    return in(RESOURCES);
  }

  static List<String> all() throws IOException {
    return Stream.of(in(RESOURCES), in(EXAMPLES), documented()).flatMap(List::stream).toList();
  }

  private static List<String> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> sorted = files.sorted().toList();
      String[] texts = new String[sorted.size()];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = Files.readString(sorted.get(i));
      }
      return List.of(texts);
    }
  }

  static DefinitionCompiler.Result compile(String yaml) {
    return COMPILER.compile(yaml.getBytes(UTF_8), SourceFormat.YAML);
  }

  /** The plan of a definition that must be right. */
  static Plan plan(String yaml) {
    DefinitionCompiler.Result result = compile(yaml);
    if (!result.problems().isEmpty()) {
      throw new AssertionError(result.problems() + " in\n" + yaml);
    }
    return Objects.requireNonNull(result.plan());
  }

  /** The only problem of a definition. */
  static Problem problem(String yaml) {
    List<Problem> problems = compile(yaml).problems();
    if (problems.size() != 1) {
      throw new AssertionError(problems + " in\n" + yaml);
    }
    return problems.getFirst();
  }
}
