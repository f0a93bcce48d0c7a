package dev.hawser.workflows.internal.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import dev.hawser.workflows.EvaluationException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What the specification of CEL says, as far as we have it, in cases of our own ({@code
 * cel/cases.json}). Where we differ on purpose, {@link #DIFFERENCES} says why.
 */
class CelConformanceTest {
  /** What the specification wants an error for, or another result than ours. */
  private static final Map<String, String> DIFFERENCES = new LinkedHashMap<>();

  static {
    String library = "CEL's library for Java does not have it";
    DIFFERENCES.put("'%d'.format([1])", library);
    DIFFERENCES.put("bool('F')", library);
    String types = "there are no messages, and the names of their types are not offered";
    DIFFERENCES.put("type(timestamp('2009-02-13T23:31:30Z')) == google.protobuf.Timestamp", types);
    DIFFERENCES.put("type(optional.none()) == optional_type", types);
    DIFFERENCES.put(
        "google.protobuf.Timestamp{seconds: 1} == timestamp('1970-01-01T00:00:01Z')", types);
    String mixed = "numbers of JSON have no types that must not mix";
    DIFFERENCES.put("dyn(1.5) + 1", mixed);
    DIFFERENCES.put("dyn(2) * 1.5", mixed);
    DIFFERENCES.put("7 / dyn(2.0)", mixed);
    DIFFERENCES.put("5.5 % 2.0", mixed);
    DIFFERENCES.put("1.5 + 1", mixed);
    DIFFERENCES.put("2 * 1.5", mixed);
    DIFFERENCES.put("7 / 2.0", mixed);
    String missing = "has() and .? are for data of which any part may be missing or null";
    DIFFERENCES.put("has({'a': dyn(null)}.a.b)", missing);
    DIFFERENCES.put("has({'a': {}}.b.c)", missing);
    DIFFERENCES.put("{'a': dyn(null)}.?a.?b.orValue(1)", missing);
    DIFFERENCES.put("1.0 / 0.0", "JSON has no infinity");
    DIFFERENCES.put("true ? 1 : 'a'", "a value of a workflow may be of either kind");
    DIFFERENCES.put("[1] + ['a']", "a list of JSON may hold anything");
  }

  private static final Templates TEMPLATES = new Templates(new Expressions());

  private record Case(String group, String expression, boolean error, @Nullable Object result) {}

  @Test
  void every_case_gives_what_the_specification_says_or_is_a_known_difference() throws Exception {
    List<String> wrong = new ArrayList<>();
    List<Case> cases = cases();
    for (Case one : cases) {
      String found = outcome(one.expression());
      String wanted = one.error() ? "error" : write(one.result());
      boolean same = found.equals(wanted);
      if (same == DIFFERENCES.containsKey(one.expression())) {
        wrong.add(one.group() + ": " + one.expression() + " gives " + found + ", not " + wanted);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(cases).hasSizeGreaterThan(400);
    assertThat(cases).extracting(Case::expression).containsAll(DIFFERENCES.keySet());
  }

  private static String outcome(String expression) {
    var compiled = TEMPLATES.value("case", "{{ " + expression + " }}");
    if (!compiled.problems().isEmpty()) {
      return "error";
    }
    try {
      return write(Objects.requireNonNull(compiled.value()).evaluate(new TestScope(Map.of())));
    } catch (EvaluationException e) {
      return "error";
    }
  }

  private static String write(@Nullable Object json) {
    return new String(Json.write(json), UTF_8);
  }

  private static List<Case> cases() throws Exception {
    List<Case> cases = new ArrayList<>();
    try (InputStream in = CelConformanceTest.class.getResourceAsStream("/cel/cases.json")) {
      Object json = Json.read(Objects.requireNonNull(in).readAllBytes());
      for (var group : ((Map<?, ?>) Objects.requireNonNull(json)).entrySet()) {
        for (Object item : (List<?>) group.getValue()) {
          Map<?, ?> one = (Map<?, ?>) item;
          cases.add(
              new Case(
                  String.valueOf(group.getKey()),
                  String.valueOf(one.get("expression")),
                  one.containsKey("error"),
                  one.get("result")));
        }
      }
    }
    return cases;
  }
}
