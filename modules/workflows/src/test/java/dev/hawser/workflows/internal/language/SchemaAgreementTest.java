package dev.hawser.workflows.internal.language;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.SpecificationVersion;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import dev.hawser.workflows.internal.source.SourceFormat;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The published schema and the compiler agree about what a definition looks like. */
class SchemaAgreementTest {
  private static final Pattern STRUCTURAL =
      Pattern.compile(
          "there is no field .*|the field .* is missing|must be (a|an|true|\"default\").*");
  private static final URI ID = URI.create("https://hawser.test/workflow-v1.json");
  private static final DefinitionCompiler COMPILER = new DefinitionCompiler();
  private static final Validator VALIDATOR = validator();

  private static Validator validator() {
    Validator validator =
        new ValidatorFactory().withJsonNodeFactory(new SchemaNode.Factory()).createValidator();
    validator.registerSchema(ID, new String(LanguageSchema.json(), UTF_8));
    return validator;
  }

  @Test
  void the_schema_is_one() {
    Validator.Result result =
        VALIDATOR.validate(
            URI.create(SpecificationVersion.DRAFT2020_12.getId()),
            new String(LanguageSchema.json(), UTF_8));
    assertThat(result.isValid()).isTrue();
  }

  @Test
  void every_right_definition_is_accepted_by_the_schema() throws Exception {
    for (String yaml : Definitions.all()) {
      Definitions.plan(yaml);
      assertThat(errors(json(yaml))).as(yaml).isEmpty();
    }
  }

  @Test
  void the_definitions_have_every_field_of_the_language() throws Exception {
    Set<String> used = new HashSet<>();
    for (String yaml : Definitions.all()) {
      each(json(yaml), at -> used.addAll(at instanceof Map<?, ?> map ? names(map) : Set.of()));
    }
    assertThat(used).containsAll(fieldsOf(Json.read(LanguageSchema.json())));
  }

  private static Set<String> fieldsOf(@Nullable Object schema) {
    Set<String> fields = new HashSet<>();
    if (schema instanceof Map<?, ?> root && root.get("$defs") instanceof Map<?, ?> definitions) {
      for (Object definition : definitions.values()) {
        if (definition instanceof Map<?, ?> map && map.get("properties") instanceof Map<?, ?> own) {
          fields.addAll(names(own));
        }
      }
    }
    assertThat(fields).contains("arms", "paginate", "clientSecret", "tolerance");
    return fields;
  }

  /** Each place of each definition is spoiled in each way, and both are asked. */
  @Test
  void what_is_structurally_wrong_is_refused_by_both_and_what_is_right_by_neither()
      throws Exception {
    int wrong = 0;
    int right = 0;
    for (String yaml : Definitions.essential()) {
      for (Object mutant : mutants(json(yaml))) {
        List<Problem> problems = COMPILER.compile(Json.write(mutant), SourceFormat.JSON).problems();
        boolean refused = !errors(mutant).isEmpty();
        if (problems.isEmpty()) {
          right++;
          assertThat(refused).as("right, refused by the schema: %s", text(mutant)).isFalse();
        } else if (problems.stream().anyMatch(p -> STRUCTURAL.matcher(p.message()).matches())) {
          wrong++;
          assertThat(refused).as("%s, but the schema takes %s", problems, text(mutant)).isTrue();
        }
      }
    }
    assertThat(wrong).isGreaterThan(1500);
    assertThat(right).isGreaterThan(300);
  }

  @Test
  void a_misspelt_field_is_one_problem_and_few_errors_of_the_schema() throws Exception {
    String yaml = Definitions.read("every-step").replace("maxPages:", "maxPage:");
    assertThat(Definitions.problem(yaml).message())
        .isEqualTo("there is no field \"maxPage\" here; did you mean \"maxPages\"?");
    assertThat(errors(json(yaml))).isNotEmpty();
  }

  private static List<dev.harrel.jsonschema.Error> errors(@Nullable Object document) {
    return VALIDATOR.validate(ID, new SchemaNode(document, "")).getErrors();
  }

  private static String text(@Nullable Object mutant) {
    return new String(Json.write(mutant), UTF_8);
  }

  private static @Nullable Object json(String yaml) throws Exception {
    return SourceFormat.YAML.read(yaml.getBytes(UTF_8)).json();
  }

  private static Set<String> names(Map<?, ?> map) {
    Set<String> names = new HashSet<>();
    map.keySet().forEach(name -> names.add(String.valueOf(name)));
    return names;
  }

  private static void each(@Nullable Object value, Consumer<@Nullable Object> visit) {
    visit.accept(value);
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(child -> each(child, visit));
    } else if (value instanceof List<?> list) {
      list.forEach(child -> each(child, visit));
    }
  }

  private static List<Object> mutants(@Nullable Object root) {
    List<Object> mutants = new ArrayList<>();
    spoil(root, mutants::add);
    return mutants;
  }

  /** Hands over copies of a value, each with one thing inside it spoiled. */
  private static void spoil(@Nullable Object value, Consumer<@Nullable Object> out) {
    if (value instanceof Map<?, ?> map) {
      out.accept(with(map, "unknownField", 1L));
      for (Object name : map.keySet()) {
        Map<Object, @Nullable Object> without = new LinkedHashMap<>(map);
        without.remove(name);
        out.accept(without);
        replacements(map.get(name), changed -> out.accept(with(map, name, changed)));
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        int at = i;
        replacements(
            list.get(i),
            changed -> {
              List<@Nullable Object> copy = new ArrayList<>(list);
              copy.set(at, changed);
              out.accept(copy);
            });
      }
    }
  }

  private static void replacements(@Nullable Object value, Consumer<@Nullable Object> out) {
    spoil(value, out);
    out.accept(null);
    out.accept(7L);
    out.accept(0.5);
    out.accept(true);
    out.accept("some text");
    out.accept(List.of());
    out.accept(List.of("some text"));
    out.accept(Map.of());
    out.accept(Map.of("some", "text"));
  }

  private static Map<Object, @Nullable Object> with(
      Map<?, ?> map, Object name, @Nullable Object value) {
    Map<Object, @Nullable Object> copy = new LinkedHashMap<>(map);
    copy.put(name, value);
    return copy;
  }
}
