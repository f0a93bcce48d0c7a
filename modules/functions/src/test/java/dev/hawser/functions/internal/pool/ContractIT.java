package dev.hawser.functions.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.functions.FunctionLogLine;
import dev.hawser.functions.FunctionOutcome.Threw;
import dev.hawser.functions.StopReason;
import dev.hawser.functions.SyntaxProblem;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What customers may rely on, through a real runner process. */
class ContractIT {
  private static OpenFunctions open;

  @BeforeAll
  static void start() {
    open = OpenFunctions.processes(1, Duration.ofSeconds(10));
  }

  @AfterAll
  static void end() {
    open.close();
  }

  @Test
  void a_function_gets_its_input_and_returns_json() throws Exception {
    assertThat(
            open.returned(
                "export default (input) => ({ sum: input.a + input.b, text: `ä${input.t}` })",
                "{\"a\":1,\"b\":2,\"t\":\"😀\"}"))
        .isEqualTo("{\"sum\":3,\"text\":\"ä😀\"}");
  }

  @Test
  void an_async_function_is_awaited() throws Exception {
    assertThat(
            open.returned(
                "export default async (input) => { const v = await Promise.all([1, Promise.resolve(2)]); return v }"))
        .isEqualTo("[1,2]");
  }

  @Test
  void undefined_is_null_and_dates_are_text() throws Exception {
    assertThat(open.returned("export default () => {}")).isEqualTo("null");
    assertThat(open.returned("export default () => ({ at: new Date(0), no: undefined })"))
        .isEqualTo("{\"at\":\"1970-01-01T00:00:00.000Z\"}");
  }

  @Test
  void what_is_new_in_es2023_is_there() throws Exception {
    assertThat(
            open.returned(
                "export default () => [[3, 1].toSorted(), [1, 2, 3].findLast((x) => x < 3), [1, 2].with(0, 9), [1,2].toReversed()]"))
        .isEqualTo("[[1,3],2,[9,2],[2,1]]");
  }

  @Test
  void helpers_beside_the_function_and_await_at_the_top_work() throws Exception {
    assertThat(
            open.returned(
                "const twice = (x) => 2 * x;\nconst four = await Promise.resolve(4);\nexport default (x) => twice(x) + four",
                "3"))
        .isEqualTo("10");
  }

  @Test
  void an_error_names_the_customers_line_and_column() throws Exception {
    Threw threw =
        open.threw(
            "function total(order) {\n  return order.lines.length\n}\nexport default () => {\n  return total({})\n}");
    assertThat(threw.name()).isEqualTo("TypeError");
    assertThat(threw.message()).contains("Cannot read property 'length' of undefined");
    assertThat(threw.line()).isEqualTo(2);
    assertThat(threw.column()).isEqualTo(10);
    assertThat(threw.stack()).containsExactly("total (function:2:10)", "default (function:5:10)");
  }

  @Test
  void a_rejected_promise_names_its_line_too() throws Exception {
    Threw threw =
        open.threw(
            "export default async () => {\n  await null;\n  throw new RangeError('late')\n}");
    assertThat(threw.name()).isEqualTo("RangeError");
    assertThat(threw.message()).isEqualTo("late");
    assertThat(threw.line()).isEqualTo(3);
  }

  @Test
  void what_is_thrown_and_no_error_is_shown() throws Exception {
    Threw text = open.threw("export default () => {\n  throw 'no stock' }");
    assertThat(text.message()).isEqualTo("no stock");
    assertThat(text.line()).isEqualTo(2);
    assertThat(open.threw("export default () => { throw { code: 7 } }").message())
        .isEqualTo("{\"code\":7}");
    assertThat(open.threw("export default async () => { throw null }").message()).isEqualTo("null");
    assertThat(open.threw("export default () => { throw undefined }").message())
        .isEqualTo("undefined");
    assertThat(open.threw("export default () => { throw Symbol('s') }").message())
        .isEqualTo("Symbol(s)");
  }

  @Test
  void the_cause_of_an_error_is_told() throws Exception {
    assertThat(
            open.threw("export default () => { throw new Error('a', { cause: new Error('b') }) }")
                .message())
        .isEqualTo("a (cause: Error: b)");
  }

  @Test
  void what_json_does_not_have_is_refused_with_its_place() throws Exception {
    assertThat(open.stopped("export default () => ({ items: [{ id: 2n }] })"))
        .satisfies(s -> assertThat(s.reason()).isEqualTo(StopReason.NOT_JSON))
        .satisfies(s -> assertThat(s.message()).contains("a BigInt at result.items[0].id"));
    assertThat(open.stopped("export default () => { const a = { b: {} }; a.b.c = a; return a }"))
        .satisfies(s -> assertThat(s.reason()).isEqualTo(StopReason.NOT_JSON))
        .satisfies(s -> assertThat(s.message()).contains("cyclic structure: result.b.c"));
    assertThat(open.stopped("export default () => () => 1").message())
        .isEqualTo("The function returned a function, which is not JSON");
    assertThat(open.stopped("export default () => Symbol('x')").message()).contains("symbol");
    assertThat(open.stopped("export default () => new Map([[1, 2]])").message())
        .contains("a Map", "Object.fromEntries(map)");
    assertThat(
            open.stopped(
                "export default () => { let a = []; for (let i = 0; i < 600; i++) a = [a]; return a }"))
        .satisfies(s -> assertThat(s.reason()).isEqualTo(StopReason.NOT_JSON))
        .satisfies(s -> assertThat(s.message()).contains("nested deeper than 500"));
  }

  @Test
  void a_promise_that_nothing_settles_is_told_at_once() throws Exception {
    assertThat(open.stopped("export default () => new Promise(() => {})").reason())
        .isEqualTo(StopReason.NEVER_SETTLED);
    assertThat(open.stopped("export default async () => { await new Promise(() => {}) }").reason())
        .isEqualTo(StopReason.NEVER_SETTLED);
    assertThat(open.stopped("await new Promise(() => {});\nexport default () => 1").reason())
        .isEqualTo(StopReason.NEVER_SETTLED);
  }

  @Test
  void what_is_too_large_is_refused_with_numbers() throws Exception {
    assertThat(open.stopped("export default () => 'x'.repeat(2_000_000)"))
        .satisfies(s -> assertThat(s.reason()).isEqualTo(StopReason.OUTPUT_TOO_LARGE))
        .satisfies(s -> assertThat(s.message()).contains("2,000,002", "1,048,576"));
    assertThat(
            open.run(
                OpenFunctions.PROJECT,
                "export default (x) => 1",
                "\"" + "x".repeat(1 << 20) + "\""))
        .hasFieldOrPropertyWithValue("reason", StopReason.INPUT_TOO_LARGE);
    assertThat(open.run("/*" + "x".repeat(300_000) + "*/ export default () => 1"))
        .hasFieldOrPropertyWithValue("reason", StopReason.CODE_TOO_LARGE);
  }

  @Test
  void lines_of_the_console_come_with_the_outcome() throws Exception {
    var outcome =
        open.run(
            "export default () => { console.log('a', { x: [1] }, 5n, null); console.warn('two\\nlines'); console.error(new Error('e')); console.info(); return 1 }");
    assertThat(outcome.log())
        .containsExactly(
            new FunctionLogLine("log", "a {\"x\":[1]} 5 null"),
            new FunctionLogLine("warn", "two\nlines"),
            new FunctionLogLine("error", "Error: e"),
            new FunctionLogLine("info", ""));
  }

  @Test
  void the_console_is_bounded() throws Exception {
    var outcome =
        open.run(
            "export default () => { console.log('x'.repeat(1e6)); for (let i = 0; i < 1000; i++) console.log(i); return 1 }");
    assertThat(outcome.log()).hasSize(100);
    assertThat(outcome.log().getFirst().text()).hasSizeLessThan(2100).endsWith("(cut)");
    assertThat(outcome.log().getLast().text()).contains("nothing is kept");
  }

  @Test
  void names_known_from_elsewhere_are_answered_with_what_to_do_instead() throws Exception {
    assertThat(open.threw("export default () => setTimeout(() => 1, 5)").message())
        .isEqualTo("setTimeout is not defined (a function has no timers; use a delay step)");
    assertThat(open.threw("export default () => fetch('http://x')").message())
        .contains("use a request step");
    assertThat(open.threw("const fs = require('fs');\nexport default () => 1"))
        .satisfies(t -> assertThat(t.message()).contains("second argument"))
        .satisfies(t -> assertThat(t.line()).isEqualTo(1));
  }

  @Test
  void code_that_is_no_function_is_told_with_its_place() throws Exception {
    Threw syntax = open.threw("export default (input) => {\n  let x = ;\n}");
    assertThat(syntax.name()).isEqualTo("SyntaxError");
    assertThat(syntax.message()).isEqualTo("Expected an operand but found ;");
    assertThat(syntax.line()).isEqualTo(2);
    assertThat(syntax.column()).isEqualTo(11);
    assertThat(open.threw("const a = 1").message()).contains("no default export");
    assertThat(open.threw("export default { a: 1 }").message()).contains("not a function");
    Threw imported = open.threw("const a = 1;\nimport x from 'lodash';\nexport default () => x");
    assertThat(imported.message()).contains("Cannot import 'lodash'", "lib");
    assertThat(imported.line()).isEqualTo(2);
  }

  @Test
  void a_check_finds_what_is_wrong_without_running_the_function() throws Exception {
    assertThat(open.functions().check(OpenFunctions.PROJECT, "export default () => { for (;;); }"))
        .isEmpty();
    assertThat(
            open.functions().check(OpenFunctions.PROJECT, "export default () => {\n  return 1 +\n"))
        .hasSize(1)
        .first()
        .satisfies(p -> assertThat(p.line()).isEqualTo(3))
        .satisfies(p -> assertThat(p.message()).contains("eof"));
    assertThat(open.functions().check(OpenFunctions.PROJECT, "const x = 1"))
        .extracting(SyntaxProblem::message)
        .singleElement()
        .asString()
        .contains("no default export");
  }

  @Test
  void each_library_works() throws Exception {
    assertThat(
            open.returned(
                """
                export default (input, lib) => [
                  lib.csv.parse('a,b\\n1,"x;y"\\n'),
                  lib.csv.format([{ a: 1, b: 'q"' }]),
                  lib.xml.parse('<o id="7"><l>a</l><l>b</l></o>'),
                  lib.xml.format({ o: { '@id': 7, l: ['a', 'b'] } }),
                  lib.hash.sha256('abc'),
                  lib.hash.hmac('sha256', 'key', 'value', 'base64'),
                  lib.base64.decode(lib.base64.encode('grüße')),
                  lib.date.utc('2024-07-01T00:30:00Z').tz('Europe/Berlin').add(1, 'hour').format(),
                  new lib.url.URL('https://bücher.example/a?b=c').searchParams.get('b'),
                  lib.collections.sumBy([{ n: 1 }, { n: 2 }], 'n'),
                ]
                """))
        .isEqualTo(
            "[[{\"a\":\"1\",\"b\":\"x;y\"}],\"a,b\\r\\n1,\\\"q\\\"\\\"\\\"\","
                + "{\"o\":{\"l\":[\"a\",\"b\"],\"@id\":\"7\"}},\"<o id=\\\"7\\\"><l>a</l><l>b</l></o>\","
                + "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\","
                + "\"kPv88V50o2uJ29sqch2a7P/f3dxcg+J/dZJZT3GTJIE=\",\"grüße\",\"2024-07-01T03:30:00+02:00\",\"c\",3]");
  }

  @Test
  void a_library_says_what_is_wrong_with_the_data() throws Exception {
    assertThat(open.threw("export default (i, lib) => lib.csv.parse('a,b\\n1,2,3')").message())
        .contains("not CSV", "row 1");
    assertThat(open.threw("export default (i, lib) => lib.xml.parse('<a><b></a>')").message())
        .contains("not XML", "line 1");
    assertThat(open.threw("export default (i, lib) => lib.base64.decode('a?')").message())
        .contains("not base64");
    assertThat(open.threw("export default (i, lib) => lib.hash.hmac('md4', 'k', 'v')").message())
        .contains("unknown algorithm \"md4\"", "sha256");
  }
}
