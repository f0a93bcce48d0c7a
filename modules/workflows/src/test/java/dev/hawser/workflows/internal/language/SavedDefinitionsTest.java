package dev.hawser.workflows.internal.language;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.TriggerPlan;
import dev.hawser.workflows.internal.source.SourceFormat;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a release has saved, the next ones can read: the corpus has what releases have saved. */
class SavedDefinitionsTest {
  private static final Path CORPUS = Path.of("src/test/resources/corpus/v1");
  private static final String OUTCOME = ".outcome.json";

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json") && !name.endsWith(OUTCOME))
          .map(name -> name.replace(".json", ""))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_saved_definition_has_the_outcome_that_it_had(String name) throws Exception {
    Map<String, Object> outcome = outcome(name);
    Path file = CORPUS.resolve(name + OUTCOME);
    assertThat(file)
        .as("put into it what is right: " + new String(Json.write(outcome), UTF_8))
        .exists();
    assertThat(outcome).isEqualTo(Json.read(Files.readAllBytes(file)));
  }

  @Test
  void the_corpus_has_every_trigger_and_every_step() throws Exception {
    List<Object> triggers = new ArrayList<>();
    List<String> steps = new ArrayList<>();
    for (String name : names()) {
      Map<String, Object> outcome = outcome(name);
      triggers.add(String.valueOf(outcome.get("trigger")));
      ((List<?>) Objects.requireNonNull(outcome.get("steps")))
          .forEach(step -> steps.add(String.valueOf(step).replaceFirst(".* ", "")));
    }
    assertThat(triggers).containsAll(types(TriggerPlan.class));
    assertThat(steps).containsAll(types(StepPlan.class));
  }

  private static List<String> types(Class<?> sealed) {
    return Stream.of(sealed.getPermittedSubclasses()).map(Class::getSimpleName).toList();
  }

  private static Map<String, Object> outcome(String name) throws Exception {
    byte[] saved = Files.readAllBytes(CORPUS.resolve(name + ".json"));
    var result = new DefinitionCompiler().compile(saved, SourceFormat.JSON);
    Map<String, Object> outcome = new LinkedHashMap<>();
    Plan plan = result.plan();
    outcome.put("valid", plan != null);
    outcome.put("name", String.valueOf(result.name()));
    List<String> steps = new ArrayList<>();
    if (plan != null) {
      outcome.put("trigger", plan.trigger().getClass().getSimpleName());
      collect(plan, steps);
    }
    outcome.put("steps", steps);
    outcome.put("problems", result.problems().stream().map(Problem::pointer).toList());
    outcome.put(
        "unsupported",
        plan == null ? List.of() : plan.unsupported().stream().map(Problem::pointer).toList());
    return outcome;
  }

  /** The steps of a plan in their order, each before those inside of it. */
  private static void collect(@Nullable Object part, List<String> steps) throws Exception {
    if (part instanceof List<?> list) {
      for (Object item : list) {
        collect(item, steps);
      }
      return;
    }
    if (part == null || !part.getClass().isRecord() || !isOfPlans(part.getClass())) {
      return;
    }
    if (part instanceof StepPlan step) {
      steps.add(step.header().id() + " " + step.getClass().getSimpleName());
    }
    for (RecordComponent component : part.getClass().getRecordComponents()) {
      collect(component.getAccessor().invoke(part), steps);
    }
  }

  private static boolean isOfPlans(Class<?> type) {
    return type.getPackage().equals(Plan.class.getPackage());
  }
}
