package dev.hawser.workflows.internal.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.json.Json;
import dev.hawser.workflows.EvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpressionsTest {
  private static final Templates TEMPLATES = new Templates(new Expressions());
  private static final String DATA =
      """
      {"body": {"name": "Ada", "n": 3, "d": 2.5, "nul": null, "list": [1, 2.5, 3],
        "big": 123456789012345678901234567890, "max": 9223372036854775807, "a b": {"c": [true]},
        "package": "reserved", "empty": {}, "user": {"email": "ada@example.org"}}}
      """;

  @Test
  void a_lone_expression_keeps_its_type() throws Exception {
    assertThat(eval("{{ trigger.body.n }}")).isEqualTo(3L);
    assertThat(eval("{{trigger.body.d}}")).isEqualTo(2.5);
    assertThat(eval("{{ trigger.body.nul }}")).isNull();
    assertThat(eval("{{ trigger.body.list }}")).isEqualTo(List.of(1L, 2.5, 3L));
    assertThat(eval("{{ trigger.body['a b'].c[0] }}")).isEqualTo(true);
    assertThat(eval("{{ trigger.body.user }}")).isEqualTo(Map.of("email", "ada@example.org"));
    assertThat(eval("{{ trigger.body.list.map(x, x * 2) }}")).isEqualTo(List.of(2L, 5.0, 6L));
  }

  @Test
  void inside_a_longer_text_values_are_rendered() throws Exception {
    assertThat(eval("Hello {{ trigger.body.name }}!")).isEqualTo("Hello Ada!");
    assertThat(eval("{{ trigger.body.n }}/{{ trigger.body.d }}/{{ 10.0 }}/{{ 1e30 }}"))
        .isEqualTo("3/2.5/10/1.0E30");
    assertThat(eval("is {{ trigger.body.nul }} {{ trigger.body.user }} {{ [1, 'a'] }}"))
        .isEqualTo("is null {\"email\":\"ada@example.org\"} [1,\"a\"]");
    assertThat(eval(" {{ trigger.body.n }}")).isEqualTo(" 3");
  }

  @Test
  void braces_can_be_written_as_text() throws Exception {
    assertThat(eval("{{ \"{{\" }}")).isEqualTo("{{");
    assertThat(eval("a {{ \"{{ x }}\" }} b")).isEqualTo("a {{ x }} b");
    assertThat(eval("{{ {'a': {'b': '}}'}} }}")).isEqualTo(Map.of("a", Map.of("b", "}}")));
    assertThat(eval("{{ r'\\d' + '''}}''' }}")).isEqualTo("\\d}}");
    assertThat(eval("no }} code")).isEqualTo("no }} code");
  }

  @Test
  void plain_references_compile_to_a_walk_and_accept_reserved_names() throws Exception {
    assertThat(Reference.parse(" steps.a.output[\"b c\"][0] "))
        .isEqualTo(
            new Reference("steps.a.output[\"b c\"][0]", "steps", List.of("a", "output", "b c", 0)));
    for (String other :
        List.of("a + b", "f()", "a.b()", "1", "true", "a[-1]", "a[b]", "a.", "'x'")) {
      assertThat(Reference.parse(other)).as(other).isNull();
    }
    assertThat(eval("{{ trigger.body.package }}")).isEqualTo("reserved");
  }

  @Test
  void integers_stay_exact_and_mix_with_other_numbers() throws Exception {
    assertThat(eval("{{ trigger.body.max }}")).isEqualTo(Long.MAX_VALUE);
    assertThat(eval("{{ trigger.body.max - 1 }}")).isEqualTo(Long.MAX_VALUE - 1);
    assertThat(Objects.toString(eval("{{ trigger.body.big }}")))
        .isEqualTo("123456789012345678901234567890");
    assertThat(eval("{{ trigger.body.n * trigger.body.d }}")).isEqualTo(7.5);
    assertThat(eval("{{ 1 + 1.5 }}")).isEqualTo(2.5);
    assertThat(eval("{{ trigger.body.d - 1 }}")).isEqualTo(1.5);
    assertThat(eval("{{ 5 % 2.0 }}")).isEqualTo(1.0);
    assertThat(eval("{{ trigger.body.n / 2 }}")).isEqualTo(1L);
    assertThat(eval("{{ trigger.body.n > 2.5 && 3.0 == trigger.body.n }}")).isEqualTo(true);
    assertThat(eval("{{ 3 in trigger.body.list && 3 in [2.5, 3.0] }}")).isEqualTo(true);
    assertThat(eval("{{ trigger.body.big > 1 }}")).isEqualTo(true);
  }

  @Test
  void optional_access_goes_through_missing_and_null_parents() throws Exception {
    assertThat(eval("{{ trigger.body.?nul.?x.orValue('d') }}")).isEqualTo("d");
    assertThat(eval("{{ trigger.body.?nope.?x.?y.orValue('d') }}")).isEqualTo("d");
    assertThat(eval("{{ trigger.?body.?user.?email.orValue('d') }}")).isEqualTo("ada@example.org");
    assertThat(eval("{{ trigger.body[?'nope'].orValue(1) }}")).isEqualTo(1L);
    assertThat(eval("{{ trigger.body.list[?7].orValue(1) }}")).isEqualTo(1L);
    assertThat(eval("{{ trigger.body.?nope }}")).isNull();
    assertThat(eval("{{ trigger.body.?nul.hasValue() }}")).isEqualTo(true);
    assertThat(eval("{{ has(trigger.body.user.email) }}")).isEqualTo(true);
    assertThat(eval("{{ has(trigger.body.nope.email) || has(trigger.body.nul.x.y) }}"))
        .isEqualTo(false);
  }

  @Test
  void results_may_have_different_types_in_the_two_arms() throws Exception {
    assertThat(eval("{{ trigger.body.n > 2 ? 1 : 'x' }}")).isEqualTo(1L);
    assertThat(eval("{{ [1] + ['a'] }}")).isEqualTo(List.of(1L, "a"));
  }

  @Test
  void what_cel_has_and_json_has_not_becomes_text() throws Exception {
    assertThat(eval("{{ now }}")).isEqualTo("2026-03-04T05:06:07Z");
    assertThat(eval("{{ now + duration('1h') }}")).isEqualTo("2026-03-04T06:06:07Z");
    assertThat(eval("{{ duration('90s') }}")).isEqualTo("PT1M30S");
    assertThat(eval("{{ b'abc' }}")).isEqualTo("YWJj");
    assertThat(eval("{{ 18446744073709551615u }}"))
        .isEqualTo(new java.math.BigInteger("18446744073709551615"));
    assertThat(eval("{{ {1: 2} }}")).isEqualTo(Map.of("1", 2L));
    assertThat(eval("at {{ now }}")).isEqualTo("at 2026-03-04T05:06:07Z");
  }

  @Test
  void identifiers_come_from_the_scope_in_order() throws Exception {
    TestScope scope = scope();
    assertThat(compile("{{ uuid() }}").evaluate(scope))
        .isEqualTo("00000000-0000-7000-0000-000000000001");
    assertThat(compile("{{ [uuid(), uuid()] }}").evaluate(scope))
        .isEqualTo(
            List.of(
                "00000000-0000-7000-0000-000000000002", "00000000-0000-7000-0000-000000000003"));
  }

  @Test
  void what_is_missing_is_an_error_that_names_the_nearest_and_the_shape() {
    fails("trigger.body.nme", "trigger.body has no field \"nme\"; did you mean \"name\"? it has");
    fails("trigger.body.zzz + 1", "trigger.body has no field \"zzz\"; it has name, n, d");
    fails("trigger.body.nul.x", "trigger.body.nul is null, so it has no field \"x\"");
    fails("trigger.body.nul.x + 1", "trigger.body.nul is null, so it has no field \"x\"");
    fails("trigger.body.name.x", "trigger.body.name is a string");
    fails("trigger.body.empty.x", "trigger.body.empty is an empty object");
    fails("trigger.body.list[7]", "trigger.body.list has 3 items, so there is no item [7]");
    fails("trigger.body.list[7] + 1", "trigger.body.list has 3 items, so there is no item [7]");
    fails("trigger.body['nme'] + 1", "did you mean \"name\"");
    fails("steps.later.output", "step \"later\" has not run in this execution");
    assertThatThrownBy(() -> eval("{{ trigger.body.nme }}"))
        .isInstanceOfSatisfying(
            EvaluationException.class,
            e -> {
              assertThat(e.isMissing()).isTrue();
              assertThat(e.expression()).isEqualTo("trigger.body.nme");
              assertThat(e).hasMessageStartingWith("step post, url: {{ trigger.body.nme }}: ");
            });
  }

  @Test
  void what_does_not_work_says_on_which_kinds_of_values() {
    fails("trigger.body.name + trigger.body.n", "\"+\" does not work for a string and an integer");
    fails("trigger.body.n < trigger.body.name", "\"<\" does not work for an integer and a string");
    fails("!trigger.body.name", "\"!\" does not work for a string");
    fails("trigger.body.name && true", "trigger.body.name is a string, not true or false");
    fails("trigger.body.n ? 1 : 2", "trigger.body.n is an integer, not true or false");
    fails("1 / (trigger.body.n - 3)", "divides by zero");
    fails("trigger.body.max + 1", "out of the range");
    fails("json(trigger.body.name)", "json(…) was given a text that is not JSON");
    fails("sum(trigger.body.user)", "sum(…) does not work for an object");
    fails("sum(['a'])", "sum needs a list of numbers, but it has a string");
    fails("max([])", "max of an empty list does not exist");
    fails("1.0 / 0", "Infinity, which JSON cannot hold");
    fails("trigger.body.name.?x", "a string has no field or item");
    fails("lists.range(1000000)", "lists.range needs a number from 0 to 100000");
    fails("timestamp('x' + trigger.body.name)", "timestamp(…) was given a value of the wrong form");
  }

  @Test
  void loops_are_bounded() {
    assertThatThrownBy(
            () -> eval("{{ lists.range(2000).map(x, lists.range(2000).map(y, x + y)) }}"))
        .hasMessageMatching(".*(loops over more than 250,000 items|takes more than 100 ms).*");
  }

  @Test
  void what_cannot_be_compiled_says_where_and_what_to_write() {
    rejects(
        "{{ tigger.body }}", "there is no \"tigger\" here; did you mean \"trigger\"?", "trigger");
    rejects("{{ tigger.body + 1 }}", "did you mean \"trigger\"?", "trigger");
    rejects("{{ banana }}", "an expression starts with trigger, steps", null);
    rejects("{{ uper(trigger.body) }}", "there is no function uper(…)", null);
    rejects("{{ trigger.body.uperAscii() }}", "did you mean \"upperAscii\"?", "upperAscii");
    rejects("{{ math.cel(1.5) }}", "did you mean \"math.ceil\"?", "math.ceil");
    rejects("{{ trigger.list.fliter(x, x > 1) }}", "did you mean \"filter\"?", "filter");
    rejects("{{ steps.a.outptu }}", "did you mean \"output\"?", "output");
    rejects("{{ steps.a.outptu + 1 }}", "did you mean \"output\"?", "output");
    rejects("{{ steps.a.body }}", "what the step gave is in steps.a.output", null);
    rejects("{{ 1 + 'a' }}", "\"+\" does not work for (int, string) (at character 6", null);
    rejects("{{ 1 + }}", "the expression ends too early", null);
    rejects("{{ a..b }}", "unexpected", null);
    rejects(
        "{{ trigger.a and trigger.b }}", "unexpected \"and\" in the expression; write &&", "&&");
    rejects("{{ trigger.a === 1 }}", "write ==", "==");
    rejects("{{ }}", "no expression between the braces", null);
    rejects("{{ trigger.a", "never closed", null);
    rejects("{{ 'a }}", "never closed", null);
    rejects("{{ now.year }}", "now is a timestamp", null);
    rejects("{{ Foo{a: 1} }}", "no message types", null);
    rejects("{{ '" + "x".repeat(10_001) + "' }}", "at most 10000", null);
    rejects("{{ " + "(".repeat(400) + "1" + ")".repeat(400) + " }}", "nests", null);
  }

  @Test
  void one_mistake_is_one_problem() {
    for (String text :
        List.of(
            "{{ tigger.a + tigger.a.b }}", "{{ fliter(nope, 1) }}", "{{ ( }}", "{{ x.f(y, }}")) {
      var problems = TEMPLATES.value("here", text).problems();
      int expected = text.contains("tigger") ? 2 : 1;
      assertThat(problems).as(text).hasSizeLessThanOrEqualTo(expected).isNotEmpty();
    }
  }

  @Test
  void usage_tells_what_is_read() {
    Usage usage =
        TEMPLATES
            .value("here", "{{ steps.a.output }} {{ steps.?b.?output.orValue(now) }} {{ error }}")
            .usage();
    assertThat(usage.readsNow()).isTrue();
    assertThat(usage.steps()).extracting(Usage.StepUse::id).containsExactly("a", "b");
    assertThat(usage.steps()).extracting(Usage.StepUse::optional).containsExactly(false, true);
    assertThat(usage.roots()).extracting(Usage.RootUse::name).contains("steps", "now", "error");
    assertThat(TEMPLATES.value("here", "{{ ['now'].map(now, now) }}").usage().readsNow()).isFalse();
    assertThat(TEMPLATES.value("here", "{{ has(steps.a.output) ? steps.a.output : 1 }}").usage())
        .satisfies(u -> assertThat(u.steps()).allMatch(Usage.StepUse::optional));
  }

  @Test
  void a_condition_is_one_expression_that_gives_a_boolean() throws Exception {
    var right = TEMPLATES.condition("step a, if", "{{ trigger.body.n > 2 }}");
    assertThat(Objects.requireNonNull(right.value()).test(scope())).isTrue();
    var wrong = TEMPLATES.condition("step a, if", "{{ trigger.body.n }}");
    assertThatThrownBy(() -> Objects.requireNonNull(wrong.value()).test(scope()))
        .hasMessage(
            "step a, if: {{ trigger.body.n }}: a condition must give true or false, this gave an"
                + " integer");
    assertThat(TEMPLATES.condition("p", "trigger.body.n > 2").problems().getFirst().message())
        .contains("write \"{{ trigger.body.n > 2 }}\"");
    assertThat(TEMPLATES.condition("p", "{{ 1 + 1 }}").problems()).hasSize(1);
    assertThat(TEMPLATES.condition("p", "a {{ true }}").problems()).hasSize(1);
  }

  @Test
  void one_program_serves_64_threads() throws Exception {
    var value =
        compile(
            "{{ trigger.body.list.map(x, x + trigger.n).filter(x, x > 0)"
                + " + [uuid().size(), size(string(trigger.n).matches('^[0-9]+$') ? 'ok' : '')] }}");
    int threads = 64;
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Future<Object>> results = new ArrayList<>();
    try (var pool = Executors.newFixedThreadPool(threads)) {
      for (long i = 0; i < threads; i++) {
        Map<String, Object> trigger = Map.of("body", Map.of("list", List.of(1L, 2L)), "n", i);
        results.add(
            pool.submit(
                () -> {
                  start.await();
                  Object last = List.of();
                  for (int round = 0; round < 200; round++) {
                    last = value.evaluate(new TestScope(Map.of("trigger", trigger)));
                  }
                  return Objects.requireNonNull(last);
                }));
      }
    }
    for (int i = 0; i < threads; i++) {
      assertThat(results.get(i).get()).isEqualTo(List.of(1L + i, 2L + i, 36L, 2L));
    }
  }

  @Test
  void the_offered_function_names_all_exist() {
    CelEngine engine = new CelEngine();
    Set<String> macros =
        Set.of(
            "has",
            "all",
            "exists",
            "exists_one",
            "map",
            "filter",
            "optMap",
            "optFlatMap",
            "sortBy",
            "groupBy",
            "keyBy",
            "uniqueBy");
    for (String name : engine.functionNames()) {
      if (Character.isLetter(name.charAt(0)) && !macros.contains(name)) {
        Compilation compiled = engine.compile(name + "()");
        assertThat(String.valueOf(compiled)).as(name).doesNotContain("undeclared");
      }
    }
  }

  @Test
  void warming_up_works() {
    new Expressions().warmUp();
  }

  private static void fails(String expression, String message) {
    assertThatThrownBy(() -> eval("{{ " + expression + " }}"))
        .as(expression)
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining(message);
  }

  private static void rejects(String text, String message, @Nullable String suggestion) {
    var result = TEMPLATES.value("here", text);
    assertThat(result.value()).as(text).isNull();
    assertThat(result.problems()).as(text).hasSize(1);
    assertThat(result.problems().getFirst().message()).as(text).contains(message);
    assertThat(result.problems().getFirst().suggestion()).as(text).isEqualTo(suggestion);
  }

  private static @Nullable Object eval(String text) throws Exception {
    return compile(text).evaluate(scope());
  }

  private static dev.hawser.workflows.Value compile(String text) {
    var result = TEMPLATES.value("step post, url", text);
    assertThat(result.problems()).as(text).isEmpty();
    return Objects.requireNonNull(result.value());
  }

  private static TestScope scope() throws Exception {
    Object trigger = Json.read(DATA.getBytes(UTF_8));
    return new TestScope(Map.of("trigger", Objects.requireNonNull(trigger), "steps", Map.of()));
  }
}
