package dev.hawser.workflows.internal.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.json.Json;
import dev.hawser.workflows.EvaluationException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What functions do with bad and unusual input; what they are for is in docs/expressions.md. */
class FunctionsTest {
  private static final Templates TEMPLATES = new Templates(new Expressions());

  @Test
  void each_wrong_argument_has_its_own_error() {
    fails("hash('sha3', 'a')", "the algorithm of hash is one of sha256, sha512, sha384, sha1, md5");
    fails("hash('md5', 'a', 'bin')", "the encoding of hash is one of hex, base64, base64url");
    fails("hash('md5', 5)", "hash(…) works on texts and bytes, not on an integer");
    fails("hmac('sha256', '', 'a')", "hmac(…) was given an empty key");
    fails("base64.decode('a b')", "base64.decode(…) was given a text that is not well formed");
    fails("base64.decodeText('/w==')", "bytes that are not UTF-8 text");
    fails("hex.decode('abc')", "hex.decode(…) was given a text that is not well formed");
    fails("url.decode('%zz')", "a % that two hexadecimal digits do not follow");
    fails("url.parse('http://a b')", "not a URL");
    fails("url.parse('mailto:ada@example.org')", "without a path");
    fails("url.query({'a': {}})", "the values of a query are texts, numbers and booleans");
    fails("date.parse('yesterday')", "not a date such as");
    fails("date.parse(5)", "date.parse needs a timestamp or a date as text, not an integer");
    fails("date.parse('04.03.2026', 'yyyy-MM-dd')", "a text that does not have its pattern");
    fails("date.parse('2026', 'yyyy')", "the date pattern has no year, month and day");
    fails("date.format(now, '{')", "the date pattern is not well formed");
    fails("date.format(now, 'yyyy', 'Berlin')", "the time zone is not known");
    fails("date.plus(now, 1, 'fortnight')", "the unit is one of milliseconds, seconds");
    fails("date.plus(now, 9000000000, 'years')", "outside the years 1 to 9999");
    fails("date.plus(now, 90000, 'years')", "outside the years 1 to 9999");
    fails("date.fromMillis(9223372036854775807)", "outside the years 1 to 9999");
    fails("number('1,5')", "a text that is not a number");
    fails("number('NaN')", "a text that is not a number");
    fails("number('0x10')", "a text that is not a number");
    fails("number([1])", "number(…) does not work for a list");
    fails("round(1.5, 21)", "the digits behind the point are 0 to 20");
    fails("round('1', 2)", "only a number can be rounded, not a string");
    fails("[1].chunk(0)", "chunk needs a size of 1 or more");
    fails("fromEntries([{'key': 'a'}])", "objects with a key and a value");
    fails("[1].groupBy(i, [i])", "the name of a field is a text, a number or a boolean");
    fails("'a'.repeat(-1)", "repeat needs a number of 0 or more");
    fails("'a'.replaceRegex('a', '$1')", "the regular expression has no group 1");
    fails("dyn([1]).join(',')", "join needs a list of texts, but it has an integer");
    fails("[1, 'a'].sort()", "sort cannot order");
    fails("trigger.t.map(c, c)", "trigger.t is a string, not a list or an object");
    fails("trigger.list.x + 1", "trigger.list is a list of 2, not an object");
    fails("trigger.list.id + 1", "but its items have: trigger.list[0].id");
  }

  @Test
  void edges_are_where_they_should_be() throws Exception {
    gives("date.plus('2024-02-29', 1, 'year')", "2025-02-28T00:00:00Z");
    gives("date.plus('2026-03-29T00:30:00Z', 1, 'hours', 'Europe/Berlin')", "2026-03-29T01:30:00Z");
    gives("date.startOf('2026-01-01', 'week')", "2025-12-29T00:00:00Z");
    gives("date.startOf('2026-10-25T12:00:00Z', 'day', 'Europe/Berlin')", "2026-10-24T22:00:00Z");
    gives("date.diff('2026-03-28T12:00:00Z', '2026-03-29T11:00:00Z', 'days', 'Europe/Berlin')", 1L);
    gives("date.diff('2026-03-04', '2026-01-31', 'months')", -1L);
    gives("date.parse('2026-03-04T05:06:07+02:00')", "2026-03-04T03:06:07Z");
    gives("url.parse('/a?x').query", Map.of("x", ""));
    gives("url.parse('http://h/?q=a+b%2B').query.q", "a b+");
    gives("url.decode('a+b')", "a+b");
    gives("url.encode(\"-_.!~*'()\")", "-_.!~*'()");
    gives("number(' 42 ')", 42L);
    gives("number('9223372036854775808')", 0x1p63);
    gives("number(2.5)", 2.5);
    gives("toFixed(1.005, 2)", "1.01");
    gives("round(-2.5, 0)", -3.0);
    gives("[].groupBy(i, i)", Map.of());
    gives("[1, 1.0, 2].uniqueBy(i, i)", List.of(1L, 2L));
    gives("merge({'a': 1}, {})", Map.of("a", 1L));
    gives("pick({'a': 1}, ['b'])", Map.of());
    gives("coalesce(null, null)", null);
    gives("''.findAll('x')", List.of());
    gives("'aXbX'.replaceRegex('x', 'y')", "aXbX");
    gives("'aXbX'.replaceRegex('(?i)x', '$$[$0]')", "a$[X]b$[X]");
    gives("'é'.padStart(3, 'ab')", "abé");
    gives("'😀'.padEnd(2, '😀')", "😀😀");
    gives("base64.decodeText(base64.encode('é'))", "é");
    gives("'a' in {'a': 1} && !(2 in {'2': 1})", true);
  }

  @Test
  void secrets_are_read_by_name_and_never_shown() throws Exception {
    TestScope scope =
        new TestScope(
            Map.of(
                "secrets",
                Map.of("KEY", "s3cr3t-(", "NUMBER", "12x"),
                "trigger",
                Map.of("a", Map.of("b", 1L))));
    var signature = TEMPLATES.value("here", "{{ hmac('sha256', secrets.KEY, 'data') }}");
    assertThat(Objects.requireNonNull(signature.value()).evaluate(scope)).asString().hasSize(64);
    for (String leaking :
        List.of(
            "'a'.matches(secrets.KEY)",
            "int(secrets.NUMBER)",
            "double(secrets.KEY)",
            "timestamp(secrets.KEY)",
            "duration(secrets.KEY)",
            "bool(secrets.KEY)",
            "json(secrets.KEY)",
            "number(secrets.KEY)",
            "trigger.a[secrets.KEY]",
            "trigger.a[secrets.KEY.upperAscii()]",
            "{secrets.KEY: 1}.other",
            "{secrets.KEY.reverse(): 1}.other",
            "secrets.KEY && true",
            "secrets.KEY + 1",
            "url.parse(secrets.KEY + ' ')",
            "date.parse(secrets.KEY)",
            "date.format(now, 'yyyy', secrets.KEY)",
            "now.getHours(secrets.KEY)",
            "base64.decode(secrets.KEY)",
            "[1].map(x, x / 0 > 1 || secrets.KEY == 'x')")) {
      var compiled = TEMPLATES.value("here", "{{ " + leaking + " }}");
      assertThat(compiled.problems()).as(leaking).isEmpty();
      assertThatThrownBy(() -> Objects.requireNonNull(compiled.value()).evaluate(scope))
          .as(leaking)
          .isInstanceOf(EvaluationException.class)
          .message()
          .doesNotContainIgnoringCase("s3cr3t")
          .doesNotContainIgnoringCase("t3rc3s")
          .doesNotContain("12x");
    }
  }

  @Test
  void other_uses_of_secrets_are_flaws() {
    for (String wrong :
        List.of(
            "secrets",
            "toJson(secrets)",
            "secrets[trigger.x]",
            "secrets['A' + 'B']",
            "secrets.map(s, s)",
            "keys(secrets)",
            "secrets.A.b",
            "[secrets]",
            "secrets == {}")) {
      assertThat(TEMPLATES.value("here", "{{ " + wrong + " }}").problems())
          .as(wrong)
          .extracting(Templates.Problem::message)
          .anyMatch(message -> message.contains("a secret is read by its name"));
    }
  }

  @Test
  void usage_names_secrets_and_settings() {
    Usage usage =
        TEMPLATES
            .value(
                "here",
                "{{ secrets.A }} {{ secrets['B'] + 'x' }} {{ has(secrets.C) ? 1 : 2 }}"
                    + " {{ secrets.?D.orValue('') }} {{ settings.E }} {{ size(settings['F']) }}")
            .usage();
    assertThat(usage.secrets()).extracting(Usage.NameUse::name).containsExactly("A", "B", "C", "D");
    assertThat(usage.secrets())
        .extracting(Usage.NameUse::optional)
        .containsExactly(false, false, true, true);
    assertThat(usage.settings()).extracting(Usage.NameUse::name).containsExactly("E", "F");
  }

  @Test
  void what_is_certainly_wrong_is_found_when_a_workflow_is_saved() {
    rejects("'a' * 2", "\"*\" does not work for (string, int)");
    rejects("'a' > 1", "\">\" does not work for (string, int)");
    rejects("size(5)", "size(…) does not work for");
    rejects("!5", "\"!\" does not work for (int)");
    rejects("1 && true", "\"&&\" does not work for (int, bool)");
    rejects("now + 5", "\"+\" does not work for (timestamp, int)");
    rejects("'a'.matches('(')", "the regular expression is not well formed: missing closing )");
    rejects("'a'.extract('a{2000}')", "the regular expression is not well formed");
    rejects("trigger.list.map(i)", "map(…) is written with a name and an expression");
    rejects("has(trigger)", "has");
    rejects("trigger.list.groupBy(1, 2)", "the first argument of groupBy is a name for the item");
    rejects("hsah('md5', 'a')", "did you mean \"hash\"?");
    rejects("date.fromat(now, 'yyyy')", "did you mean \"date.format\"?");
  }

  @Test
  void errors_say_where_in_the_expression() {
    assertThatThrownBy(() -> eval("{{ 1 + trigger.t.x }}"))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.position()).isEqualTo(13))
        .hasMessageEndingWith("(at character 14)");
    assertThatThrownBy(() -> eval("{{  trigger.list[7].a.b  }}"))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.position()).isEqualTo(12));
  }

  private static void fails(String expression, String message) {
    assertThatThrownBy(() -> eval("{{ " + expression + " }}"))
        .as(expression)
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining(message);
  }

  private static void rejects(String expression, String message) {
    assertThat(TEMPLATES.value("here", "{{ " + expression + " }}").problems())
        .as(expression)
        .extracting(Templates.Problem::message)
        .anyMatch(found -> found.contains(message));
  }

  private static void gives(String expression, @Nullable Object result) throws Exception {
    assertThat(new String(Json.write(eval("{{ " + expression + " }}")), UTF_8))
        .as(expression)
        .isEqualTo(new String(Json.write(result), UTF_8));
  }

  private static @Nullable Object eval(String text) throws Exception {
    Object trigger =
        Json.read("{\"t\": \"x\", \"list\": [{\"id\": 1}, {\"id\": 2}]}".getBytes(UTF_8));
    var result = TEMPLATES.value("here", text);
    assertThat(result.problems()).as(text).isEmpty();
    return Objects.requireNonNull(result.value())
        .evaluate(new TestScope(Map.of("trigger", Objects.requireNonNull(trigger))));
  }
}
