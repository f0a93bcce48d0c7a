package dev.hawser.workflows.internal.language;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.internal.source.SourceFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each mistake gives exactly one problem, at its place and in words that say what to do. */
class ProblemsTest {
  private static final String TRANSFORM =
      "{\"id\": \"%s\", \"type\": \"transform\", \"value\": \"%s\"}";

  @Test
  void the_top_level_is_checked() {
    one("[]", "", "must be an object, not a list");
    one(top("\"name\": 5"), "/name", "must be a text, not an integer");
    one(top("\"name\": \" x\""), "/name", "none of them blank at an end");
    one(
        top("\"name\": \"x\", \"schema\": \"hawser/v2\"")
            .replaceFirst("\"schema\": \"hawser/v1\", ", ""),
        "/schema",
        "did you mean \"hawser/v1\"?");
    one(
        top("\"name\": \"x\", \"onErorr\": {\"steps\": []}"),
        "/onErorr",
        "did you mean \"onError\"?");
    one(top("\"name\": \"x\", \"secrets\": {}"), "/secrets", "must be a list, not an object");
    one(top("\"name\": \"x\", \"ui\": []"), "/ui", "must be an object");
    one(
        top("\"name\": \"x\", \"limits\": {\"concurrency\": 0}"),
        "/limits/concurrency",
        "from 1 to");
    one(
        top("\"name\": \"x\", \"limits\": {\"timeout\": \"PT0S\"}"),
        "/limits/timeout",
        "longer than nothing");
    one(
        "{\"schema\": \"hawser/v1\", \"name\": \"x\", \"trigger\": {\"type\": \"manual\"}}",
        "",
        "\"steps\" is missing");
  }

  @Test
  void triggers_are_checked() {
    one(trigger("{}"), "/trigger", "the field \"type\" is missing");
    one(
        trigger("{\"type\": \"scedule\", \"cron\": \"* * * * * *\"}"),
        "/trigger/type",
        "there is no trigger \"scedule\"; did you mean \"schedule\"?");
    one(
        trigger("{\"type\": \"webhook\", \"verify\": {\"type\": \"hmac\", \"header\": \"x\"}}"),
        "/trigger/verify",
        "the field \"secret\" is missing");
    one(
        trigger("{\"type\": \"webhook\", \"response\": {\"status\": 99}}"),
        "/trigger/response/status",
        "from 200 to 599");
    one(
        trigger("{\"type\": \"webhook\", \"response\": {\"headers\": {\"a b\": \"x\"}}}"),
        "/trigger/response/headers/a b",
        "is not a header name");
    one(
        trigger(
            "{\"type\": \"webhook\", \"response\": {\"body\": {\"a\": \"{{ trigger.body }}\"}}}"),
        "/trigger/response/body",
        "a respond step can have expressions");
    one(trigger("{\"type\": \"manual\", \"input\": 1}"), "/trigger/input", "JSON schema");
    one(
        trigger("{\"type\": \"manual\", \"verify\": {}}"),
        "/trigger/verify",
        "there is no field \"verify\" here");
  }

  @Test
  void steps_are_checked() {
    one(steps("5"), "/steps/0", "must be an object, not an integer");
    one(steps("{\"type\": \"transform\", \"value\": 1}"), "/steps/0", "\"id\" is missing");
    one(steps("{\"id\": \"a\", \"type\": \"transform\"}"), "/steps/0", "\"value\" is missing");
    one(
        steps("{\"id\": \"a\", \"type\": \"transform\", \"vlaue\": 1}"),
        "/steps/0/vlaue",
        "did you mean \"value\"?");
    one(
        steps("{\"id\": \"a\", \"type\": \"dealy\", \"for\": \"PT1S\"}"),
        "/steps/0/type",
        "there is no step type \"dealy\"; did you mean \"delay\"?");
    one(
        steps("{\"id\": \"a\", \"type\": \"each\", \"items\": [], \"steps\": [{\"id\": \"b\"}]}"),
        "/steps/0/steps/0",
        "the field \"type\" is missing");
    one(
        steps(TRANSFORM.formatted("a", "1") + "," + TRANSFORM.formatted("a", "1")),
        "/steps/1/id",
        "another step with the id \"a\"");
    one(steps(TRANSFORM.formatted("1a", "1")), "/steps/0/id", "is not an id");
    one(
        steps("{\"id\": \"a\", \"type\": \"transform\", \"value\": 1, \"onError\": \"ignore\"}"),
        "/steps/0/onError",
        "use fail or continue");
    one(
        steps("{\"id\": \"a\", \"type\": \"transform\", \"value\": 1, \"timeout\": 5}"),
        "/steps/0/timeout",
        "must be a text");
    one(
        steps("{\"id\": \"a\", \"type\": \"transform\", \"value\": 1, \"timeout\": \"5 minutes\"}"),
        "/steps/0/timeout",
        "is not a duration");
    one(
        steps("{\"id\": \"a\", \"type\": \"branch\", \"arms\": []}"),
        "/steps/0/arms",
        "at least one arm");
    one(
        steps(
            "{\"id\": \"a\", \"type\": \"branch\", \"arms\": [{\"id\": \"x\", \"steps\": []}, {\"id\": \"y\", \"when\": \"{{ trigger.body.a }}\", \"steps\": []}]}"),
        "/steps/0/arms/1",
        "never reached");
    one(
        steps(
            "{\"id\": \"a\", \"type\": \"branch\", \"arms\": [{\"id\": \"x\", \"when\": \"{{ trigger.body.a }}\", \"steps\": []}, {\"id\": \"x\", \"steps\": []}]}"),
        "/steps/0/arms/1/id",
        "another arm");
  }

  @Test
  void requests_are_checked() {
    request("\"method\": \"XYZ\"", "/method", "use GET, POST");
    request("\"method\": \"get\"", "/method", "in capitals");
    request(
        "\"headers\": {\"Content Type\": \"x\"}", "/headers/Content Type", "is not a header name");
    request("\"headers\": {\"Host\": \"x\"}", "/headers/Host", "set by the connection itself");
    request("\"headers\": {\"A\": \"x\", \"a\": \"y\"}", "/headers/a", "is there twice");
    request("\"headers\": {\"A\": \"x\\ny\"}", "/headers/A", "no line breaks");
    request(
        "\"body\": {\"kind\": \"multipart\", \"value\": \"a\"}",
        "/body/value",
        "must be an object");
    request(
        "\"body\": {\"kind\": \"binary\", \"value\": \"bytes\"}",
        "/body/value",
        "must give a file");
    request("\"response\": {\"as\": \"files\"}", "/response/as", "did you mean \"file\"?");
    request("\"body\": {\"kind\": \"jsn\", \"value\": {}}", "/body/kind", "did you mean \"json\"?");
    request("\"body\": {\"kind\": \"json\"}", "/body", "\"value\" is missing");
    request(
        "\"body\": {\"kind\": \"form\", \"value\": \"a=b\"}", "/body/value", "must be an object");
    request("\"auth\": {\"type\": \"connection\"}", "/auth", "\"connection\" is missing");
    request(
        "\"auth\": {\"type\": \"basic\", \"username\": \"a\"}", "/auth", "\"password\" is missing");
    request(
        "\"auth\": {\"type\": \"bearer\", \"token\": \"a\", \"user\": 1}",
        "/auth/user",
        "there is no field \"user\"");
    request("\"paginate\": {\"next\": null}", "/paginate", "\"items\" is missing");
    request("\"followRedirects\": \"no\"", "/followRedirects", "must be true or false");
    request("\"retry\": \"always\"", "/retry", "must be \"default\"");
    request("\"retry\": {}", "/retry", "needs \"delays\"");
    request("\"retry\": {\"delays\": [\"PT1S\", 5]}", "/retry/delays/1", "must be a text");
    request(
        "\"retry\": {\"delays\": [\"PT1S\"], \"on\": [\"netwrok\"]}",
        "/retry/on/0",
        "network, timeout");
    request("\"retry\": {\"max\": 0}", "/retry/max", "from 1 to 50");
    request("\"retry\": {\"max\": 3, \"jitter\": 2}", "/retry/jitter", "from 0 to 1");
    String bad = "{\"id\": \"a\", \"type\": \"request\", \"url\": \"%s\"}";
    one(steps(bad.formatted("example.org")), "/steps/0/url", "must start with https://");
    one(steps(bad.formatted("https://exa mple.org")), "/steps/0/url", "not a well-formed URL");
    one(steps("{\"id\": \"a\", \"type\": \"request\"}"), "/steps/0", "\"url\" is missing");
  }

  @Test
  void conditions_are_checked() {
    condition("true", "", "must be \"{{ … }}\" or {\"any\"");
    condition("\"trigger.body.a\"", "", "write \"{{ trigger.body.a }}\"");
    condition("\"{{ 'a' }}\"", "", "never gives true or false");
    condition("{\"any\": []}", "/any", "must not be empty");
    condition("{\"all\": []}", "/all", "there is no field \"all\"");
    condition(
        rule("\"left\": 1, \"op\": \"contians\", \"right\": 2"),
        "/any/0/all/0/op",
        "did you mean \"contains\"?");
    condition(rule("\"left\": 1, \"op\": \"equals\""), "/any/0/all/0", "\"right\" is missing");
    condition(
        rule("\"left\": 1, \"op\": \"isTrue\", \"right\": 2"),
        "/any/0/all/0/right",
        "has no right side");
    condition(
        rule("\"left\": \"{{ banana }}\", \"op\": \"isTrue\""),
        "/any/0/all/0/left",
        "there is no \"banana\"");
  }

  @Test
  void references_must_be_to_steps_that_ran_on_every_path() {
    String later =
        TRANSFORM.formatted("a", "{{ steps.b.output }}") + "," + TRANSFORM.formatted("b", "1");
    one(steps(later), "/steps/0/value", "step \"b\" does not run before this place");
    one(
        steps(TRANSFORM.formatted("a", "{{ steps.a.output }}")),
        "/steps/0/value",
        "cannot read its own result");
    one(
        steps(
            TRANSFORM.formatted("fetch", "1")
                + ","
                + TRANSFORM.formatted("b", "{{ steps.fecth.output + 1 }}")),
        "/steps/1/value",
        "did you mean \"fetch\"?");
    String arm =
        "{\"id\": \"br\", \"type\": \"branch\", \"arms\": [{\"id\": \"x\", \"when\": \"{{ trigger.body.a }}\", \"steps\": ["
            + TRANSFORM.formatted("inner", "1")
            + "]}, {\"id\": \"y\", \"steps\": ["
            + TRANSFORM.formatted("other", "%s")
            + "]}]},"
            + TRANSFORM.formatted("after", "%s");
    one(
        steps(arm.formatted("1", "{{ steps.inner.output }}")),
        "/steps/1/value",
        "does not run on every path to this place; read it as steps.?inner");
    one(
        steps(arm.formatted("{{ steps.inner.output }}", "1")),
        "/steps/0/arms/1/steps/0/value",
        "does not run before this place");
    DefinitionCompilerTest.plan(steps(arm.formatted("1", "{{ steps.?inner.?output.orValue(0) }}")));
    String handler =
        "{\"id\": \"a\", \"type\": \"transform\", \"value\": 1, \"onError\": {\"steps\": ["
            + TRANSFORM.formatted("h", "{{ error }} {{ steps.a.error }}")
            + "]}},"
            + TRANSFORM.formatted("b", "%s");
    DefinitionCompilerTest.plan(steps(handler.formatted("{{ steps.a.output }}")));
    one(
        steps(handler.formatted("{{ steps.h.output }}")),
        "/steps/1/value",
        "does not run on every path");
    one(steps(handler.formatted("{{ error }}")), "/steps/1/value", "\"error\" is only there");
    one(
        steps(TRANSFORM.formatted("a", "{{ secrets.KEY }}{{ secrets.KEY }}")),
        "/steps/0/value",
        "the secret \"KEY\" is not declared");
  }

  @Test
  void limits_of_size_and_depth_are_kept() {
    String nested = TRANSFORM.formatted("leaf", "1");
    for (int i = 0; i < 16; i++) {
      nested =
          "{\"id\": \"n%d\", \"type\": \"branch\", \"arms\": [{\"id\": \"x\", \"steps\": [%s]}]}"
              .formatted(i, nested);
    }
    List<Problem> deep = DefinitionCompilerTest.problems(steps(nested));
    assertThat(deep).hasSize(1);
    assertThat(deep.getFirst().message()).contains("deeper than 16");
    StringBuilder many = new StringBuilder(TRANSFORM.formatted("s", "1"));
    for (int i = 0; i < 500; i++) {
      many.append(',').append(TRANSFORM.formatted("s" + i, "1"));
    }
    one(steps(many.toString()), "/steps", "there are 501 steps, at most 500");
    one(steps(TRANSFORM.formatted("a", "x".repeat(1 << 20))), "", "larger than 1 MiB");
  }

  @Test
  void a_text_that_is_no_document_says_where() {
    Problem json = first("{\"a\": 1,\n  \"b\": }", SourceFormat.JSON);
    assertThat(json.line()).isEqualTo(2);
    assertThat(json.message()).contains("the document is not JSON");
    assertThat(first("{\"a\": 1, \"a\": 2}", SourceFormat.JSON).message())
        .contains("\"a\" is there twice");
    assertThat(first("{} {}", SourceFormat.JSON).message()).contains("more text behind");
    assertThat(first("", SourceFormat.JSON).message()).contains("empty");
    assertThat(first("[".repeat(300), SourceFormat.JSON).message()).contains("nested too deeply");
    assertThat(first("a: [1, 2\nb: 3", SourceFormat.YAML).line()).isEqualTo(2);
    assertThat(first("a: 1\na: 2", SourceFormat.YAML).message()).contains("\"a\" is there twice");
    assertThat(first("a: !!java.net.URL [x]", SourceFormat.YAML).message()).contains("tags");
    assertThat(first("a: .nan", SourceFormat.YAML).message()).contains("no such number");
    assertThat(first("a: 1\n---\nb: 2", SourceFormat.YAML).message()).contains("second document");
    assertThat(first("a: *b", SourceFormat.YAML).message()).contains("no anchor &b");
    assertThat(first("a: &a [*a]", SourceFormat.YAML).message()).contains("no anchor &a");
    assertThat(first("# only a comment", SourceFormat.YAML).message()).contains("empty");
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      laughs.append(
          "a%d: &a%d [%s]\n"
              .formatted(i, i, String.join(", ", java.util.Collections.nCopies(10, alias))));
    }
    assertThat(first(laughs.toString(), SourceFormat.YAML).message())
        .contains("more than 100000 parts");
    byte[] notText = {'{', (byte) 0xC3, '}'};
    assertThat(
            DefinitionCompilerTest.COMPILER
                .compile(notText, SourceFormat.JSON)
                .problems()
                .getFirst()
                .message())
        .contains("not UTF-8");
  }

  private static Problem first(String text, SourceFormat format) {
    var result = DefinitionCompilerTest.COMPILER.compile(text.getBytes(UTF_8), format);
    assertThat(result.problems()).as(text).hasSize(1);
    return result.problems().getFirst();
  }

  private static void request(String field, String pointer, String message) {
    one(
        steps(
            "{\"id\": \"a\", \"type\": \"request\", \"url\": \"https://example.org\", "
                + field
                + "}"),
        "/steps/0" + pointer,
        message);
  }

  private static void condition(String condition, String pointer, String message) {
    one(
        steps("{\"id\": \"a\", \"type\": \"transform\", \"value\": 1, \"if\": " + condition + "}"),
        "/steps/0/if" + pointer,
        message);
  }

  private static String rule(String fields) {
    return "{\"any\": [{\"all\": [{" + fields + "}]}]}";
  }

  private static void one(String json, String pointer, String message) {
    List<Problem> problems = DefinitionCompilerTest.problems(json);
    assertThat(problems).as(json).hasSize(1);
    assertThat(problems.getFirst().message()).as(json).contains(message);
    assertThat(problems.getFirst().pointer()).as(json).isEqualTo(pointer);
  }

  private static String steps(String steps) {
    return DefinitionCompilerTest.steps(steps);
  }

  private static String trigger(String trigger) {
    return "{\"schema\": \"hawser/v1\", \"name\": \"x\", \"steps\": [], \"trigger\": "
        + trigger
        + "}";
  }

  private static String top(String fields) {
    return "{\"schema\": \"hawser/v1\", \"trigger\": {\"type\": \"manual\"}, \"steps\": [], "
        + fields
        + "}";
  }
}
