package dev.hawser.workflows.internal.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import dev.hawser.workflows.internal.source.SourceFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StructuralDiffTest {
  private static final String BASE =
      """
      name: W
      trigger: {type: webhook}
      steps:
        - {id: a, type: transform, value: 1}
        - id: choose
          type: branch
          arms:
            - {id: big, when: x, steps: [{id: inner, type: transform, value: {k: [1, 2]}}]}
            - {id: small, steps: []}
        - {id: c, type: transform, value: 3}
      limits: {concurrency: 2}
      ui: {a: 1}
      """;

  @Test
  void equal_definitions_and_other_layouts_have_no_difference() {
    assertThat(diff(BASE, BASE)).isEmpty();
    assertThat(diff(BASE, BASE.replace("ui: {a: 1}", "ui: {a: 2, b: 3}"))).isEmpty();
    assertThat(diff(BASE, BASE.replace("ui: {a: 1}\n", ""))).isEmpty();
  }

  @Test
  void fields_of_the_definition_and_of_steps_have_pointers_and_both_values() {
    String changed =
        BASE.replace("{type: webhook}", "{type: manual}")
            .replace("concurrency: 2", "concurrency: 3, timeout: PT1H")
            .replace("k: [1, 2]", "k: [1, 9]")
            .replace("value: 3", "title: C");
    assertThat(diff(BASE, changed))
        .containsExactly(
            "CHANGED null /trigger/type trigger.type \"webhook\" -> \"manual\"",
            "CHANGED null /limits/concurrency limits.concurrency 2 -> 3",
            "CHANGED null /limits/timeout limits.timeout - -> \"PT1H\"",
            "CHANGED inner /steps/1/arms/0/steps/0/value/k/1 value.k[1] 2 -> 9",
            "CHANGED c /steps/2/title title - -> \"C\"",
            "CHANGED c /steps/2/value value 3 -> -");
  }

  @Test
  @Timeout(20)
  void tens_of_thousands_of_equal_ids_are_compared() {
    int size = 40_000;
    List<Map<String, Object>> steps = new ArrayList<>(Collections.nCopies(size, Map.of("id", "a")));
    List<Map<String, Object>> other = new ArrayList<>(steps);
    other.set(size - 1, Map.of("id", "a", "value", 1L));
    List<Difference> differences =
        StructuralDiff.between(Map.of("steps", steps), Map.of("steps", other));
    assertThat(differences).hasSize(1);
    assertThat(differences.getFirst().json().toString()).contains("a (40000)", "/steps/39999");
  }

  @Test
  @Timeout(20)
  void tens_of_thousands_of_things_with_ids_are_compared() {
    List<Map<String, Object>> items = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      items.add(Map.of("id", "i" + i));
    }
    List<Map<String, Object>> turned = new ArrayList<>(items.reversed());
    turned.set(0, Map.of("id", "new"));
    List<Difference> differences =
        StructuralDiff.between(Map.of("limits", items), Map.of("limits", turned));
    assertThat(differences).as("one added, one removed, and the order").hasSize(3);
  }

  @Test
  @Timeout(20)
  void a_long_id_is_not_repeated_with_each_step_inside() {
    Map<String, Object> owner = new LinkedHashMap<>();
    owner.put("id", "x".repeat(500_000));
    owner.put("steps", Collections.nCopies(40_000, 1L));
    List<Difference> differences =
        StructuralDiff.between(Map.of(), Map.of("steps", List.of(owner)));
    assertThat(differences).hasSizeGreaterThan(40_000);
    assertThat(differences)
        .allSatisfy(each -> assertThat(each.json().toString().length()).isLessThan(1_000));
  }

  @Test
  void a_step_in_between_moves_nobody() {
    String changed =
        BASE.replace("  - {id: c,", "  - {id: b, type: fail, message: m}\n  - {id: c,");
    assertThat(diff(BASE, changed)).containsExactly("ADDED b /steps/2 steps");
    assertThat(diff(changed, BASE)).containsExactly("REMOVED b /steps/2 steps");
  }

  @Test
  void a_step_that_changes_its_list_or_its_place_is_moved_and_keeps_its_id() {
    String into =
        BASE.replace("  - {id: c, type: transform, value: 3}\n", "")
            .replace(
                "{id: small, steps: []}",
                "{id: small, steps: [{id: c, type: transform, value: 3}]}");
    assertThat(diff(BASE, into))
        .containsExactly("MOVED c steps[2] /steps/2 -> choose/small[0] /steps/1/arms/1/steps/0");
    String first =
        BASE.replace("  - {id: c, type: transform, value: 3}\n", "")
            .replace("  - {id: a,", "  - {id: c, type: transform, value: 3}\n  - {id: a,");
    assertThat(diff(BASE, first))
        .as("the others only give way")
        .containsExactly("MOVED c steps[2] /steps/2 -> steps[0] /steps/0");
  }

  @Test
  void a_step_that_moves_takes_its_inner_steps_along() {
    String moved =
        """
        steps:
          - {id: loop, type: each, items: x, steps: [{id: inner, type: transform, value: 1}]}
          - {id: a, type: transform, value: 1}
        """;
    String before =
        """
        steps:
          - {id: a, type: transform, value: 1}
          - {id: loop, type: each, items: x, steps: [{id: inner, type: transform, value: 1}]}
        """;
    assertThat(diff(before, moved)).hasSize(1).first().asString().startsWith("MOVED loop");
  }

  @Test
  void arms_are_compared_by_id_and_their_order_counts() {
    String other =
        """
        name: W
        trigger: {type: webhook}
        steps:
          - {id: a, type: transform, value: 1}
          - id: choose
            type: branch
            arms:
              - {id: small, when: y, steps: []}
              - {id: big, when: x, steps: [{id: inner, type: transform, value: {k: [1, 2]}}]}
              - {id: more, steps: [{id: new, type: transform, value: 1}]}
          - {id: c, type: transform, value: 3}
        limits: {concurrency: 2}
        """;
    assertThat(diff(BASE, other))
        .containsExactly(
            "CHANGED choose /steps/1/arms/0/when arms[small].when - -> \"y\"",
            "CHANGED choose /steps/1/arms/2 arms[more] - -> {\"id\":\"more\",\"steps\":[\"new\"]}",
            "CHANGED choose /steps/1/arms arms [\"big\",\"small\"] -> [\"small\",\"big\",\"more\"]",
            "ADDED new /steps/1/arms/2/steps/0 choose/more");
  }

  @Test
  void error_handlers_are_lists_of_their_own() {
    String before = "steps: [{id: a, type: transform, onError: fail}]\n";
    String after =
        """
        steps: [{id: a, type: transform, onError: {steps: [{id: alert, type: fail}]}}]
        onError: {steps: [{id: last, type: fail}]}
        secrets: [A]
        """;
    assertThat(diff(before, after))
        .containsExactly(
            "CHANGED null /onError onError - -> {\"steps\":[\"last\"]}",
            "CHANGED null /secrets secrets - -> [\"A\"]",
            "CHANGED a /steps/0/onError onError \"fail\" -> {\"steps\":[\"alert\"]}",
            "ADDED alert /steps/0/onError/steps/0 a.onError",
            "ADDED last /onError/steps/0 onError");
  }

  @Test
  void definitions_that_are_wrong_are_compared_too() {
    String wrong =
        """
        steps: [3, {id: a}, {id: a, value: 2}, {type: x, arms: [1, {steps: 7}], onError: {steps: x}}]
        trigger: null
        """;
    assertThat(diff(wrong, wrong)).isEmpty();
    assertThat(diff(wrong, "steps: nothing\n")).isNotEmpty();
    assertThat(diff("{}", wrong)).isNotEmpty();
    assertThat(diff(wrong, wrong.replace("value: 2", "value: 3")))
        .containsExactly("CHANGED a (2) /steps/2/value value 2 -> 3");
  }

  @Test
  void names_with_slashes_are_escaped_in_pointers() {
    assertThat(diff("limits: {a/b: 1}", "limits: {a/b: 2}"))
        .containsExactly("CHANGED null /limits/a~1b limits.a/b 1 -> 2");
  }

  private static List<String> diff(String from, String to) {
    return StructuralDiff.between(read(from), read(to)).stream()
        .map(StructuralDiffTest::text)
        .toList();
  }

  private static String text(Difference difference) {
    return switch (difference) {
      case Difference.Added a -> "ADDED %s %s %s".formatted(a.stepId(), a.pointer(), a.list());
      case Difference.Removed r -> "REMOVED %s %s %s".formatted(r.stepId(), r.pointer(), r.list());
      case Difference.Moved m ->
          "MOVED %s %s -> %s".formatted(m.stepId(), place(m.from()), place(m.to()));
      case Difference.Changed c ->
          "CHANGED %s %s %s %s -> %s"
              .formatted(c.stepId(), c.pointer(), c.field(), value(c.from()), value(c.to()));
    };
  }

  private static String place(Difference.Place place) {
    return place.list() + "[" + place.index() + "] " + place.pointer();
  }

  private static String value(Difference.Present present) {
    return present == null ? "-" : new String(Json.write(present.value()), UTF_8);
  }

  private static Map<?, ?> read(String yaml) {
    try {
      return (Map<?, ?>) SourceFormat.YAML.read(yaml.getBytes(UTF_8)).json();
    } catch (Exception e) {
      throw new AssertionError(yaml, e);
    }
  }
}
