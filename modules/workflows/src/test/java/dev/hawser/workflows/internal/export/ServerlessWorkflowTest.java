package dev.hawser.workflows.internal.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.hawser.core.json.Json;
import dev.hawser.workflows.internal.canonical.CanonicalYaml;
import dev.hawser.workflows.internal.source.SourceFormat;
import io.serverlessworkflow.api.types.Workflow;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the schema of the DSL, as the project's own Java library has it. */
class ServerlessWorkflowTest {
  private static final String EVERYTHING =
      """
      schema: hawser/v1
      name: "Everything, really: ünïcode & more than sixty-three characters, so that it is cut"
      trigger: {type: schedule, cron: "0 0 8 * * *", timezone: Europe/Vienna}
      integration: hubspot
      settings: {type: object}
      secrets: [KEY, OTHER]
      steps:
        - {id: literal, type: transform, value: 3}
        - {id: text, type: transform, value: "Hello {{ trigger.body.name }}, {{ 1 + 1 }}"}
        - {id: list, type: transform, value: [1, "{{ now }}"]}
        - {id: plain, type: transform, value: [1, {a: "${ not ours }"}]}
        - {id: none, type: transform, value: {}}
        - {id: whole, type: transform, title: T, if: "{{ true }}", value: {a: "{{ {'b': 1} }}", c: null}}
        - id: call
          type: request
          method: POST
          url: "https://example.org/{{ steps.text.output }}"
          headers: {X-A: "1", X-N: 5}
          query: {q: "{{ 7 }}"}
          auth: {type: bearer, token: "{{ secrets.KEY }}"}
          body: {kind: form, value: {a: "1"}}
          paginate: {items: "{{ response.body }}"}
          response: {as: file}
          followRedirects: false
          timeout: pt5s
          retry: default
          onError: continue
        - {id: basic, type: request, url: "{{ steps.text.output }}", auth: {type: basic, username: u, password: p}}
        - {id: keyed, type: request, url: relative, auth: {type: header, name: X-K, value: v}, retry: {max: 3, initial: PT1S, factor: 3}}
        - {id: connected, type: request, url: "http://a.b/c", auth: {type: connection, connection: user}, retry: {delays: [PT1S, PT1S], on: [5xx], jitter: 0.1}, onError: {steps: [{id: alert, type: fail, message: "{{ error }}", data: 1}]}}
        - {id: act, type: action, action: slack.sendMessage, connection: user, with: {text: hi}}
        - {id: fn, type: function, code: "export default x => x", input: {a: 1}}
        - id: choose
          type: branch
          arms:
            - {id: one, when: {any: [{all: [{left: "{{ 1 }}", op: equals, right: 1}, {left: a, op: isEmpty}]}]}, steps: [{id: in1, type: transform, value: 1}]}
            - {id: two, steps: []}
        - {id: open, type: branch, arms: [{id: only, when: "{{ false }}", steps: []}]}
        - {id: loop, type: each, items: "{{ [1] }}", concurrency: 5, onItemError: collect, collect: "{{ item }}", steps: [{id: in2, type: delay, for: PT1M}]}
        - {id: both, type: parallel, mode: race, branches: [{id: l, steps: []}, {id: r, steps: [{id: in3, type: delay, until: "{{ now }}"}]}]}
        - {id: answer, type: respond, status: 200, body: {a: 1}}
        - {id: wait, type: waitFor, event: paid, match: "{{ true }}", timeout: P1D}
        - {id: child, type: workflow, workflow: Other One, input: {a: "{{ 1 }}"}, await: false}
        - {id: child2, type: workflow, workflow: x, input: 3}
        - {id: stop, type: fail, message: done}
      onError: {steps: [{id: last, type: transform, value: "{{ error }}"}]}
      limits: {timeout: PT1H, concurrency: 20}
      ui: {}
      """;

  private static JsonSchema schema;

  @BeforeAll
  static void readSchema() throws Exception {
    try (InputStream in = Workflow.class.getResourceAsStream("/schema/workflow.yaml")) {
      Object json = SourceFormat.YAML.read(in.readAllBytes()).json();
      schema =
          JsonSchemaFactory.getInstance(VersionFlag.V202012)
              .getSchema(new String(Json.write(json), UTF_8), InputFormat.JSON);
    }
  }

  static Stream<Path> examples() throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of("../../examples"))) {
      files = all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    return files.stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void every_example_becomes_a_document_that_fits_the_schema(Path file) throws Exception {
    fits(convert(Files.readString(file)));
  }

  @Test
  void every_step_of_the_language_becomes_something_that_fits_the_schema() throws Exception {
    ServerlessWorkflow.Converted converted = convert(EVERYTHING);
    fits(converted);
    assertThat(converted.losses())
        .extracting(Loss::feature)
        .contains(
            "expressions",
            "outputs-by-name",
            "trigger",
            "parallel-limit",
            "connections",
            "connectors",
            "respond",
            "pagination",
            "conditions",
            "settings",
            "functions",
            "retry",
            "match",
            "layout");
  }

  @Test
  void expressions_names_and_branches_are_kept() throws Exception {
    Map<String, Object> document = convert(EVERYTHING).document();
    assertThat(CanonicalYaml.of(document.get("document")))
        .contains(
            "dsl: 1.0.3\n",
            "name: everything-really-n-code-more-than-sixty-three-characters-so-th\n",
            "version: 0.4.0\n");
    String yaml = CanonicalYaml.of(document.get("do"));
    assertThat(yaml)
        .contains(
            "set: ${ \"Hello \" + string(trigger.body.name) + \", \" + string(1 + 1) }",
            "a: '${ {''b'': 1} }'",
            "set: ${ [1,{\"a\":\"${ not ours }\"}] }",
            "when: ${ (equals(1, 1) && isEmpty(\"a\")) }",
            "then: choose-one",
            "uri: ${ \"https://example.org/\" + string(steps.text.output) }",
            "wait: PT1M",
            "compete: true");
  }

  @Test
  void definitions_that_are_wrong_become_something_too() throws Exception {
    for (String wrong :
        List.of(
            "{}",
            "{steps: 3, trigger: 4, onError: 5, limits: 6, secrets: 7, name: 8}",
            "{steps: [1, {}, {type: branch}, {type: request}, {type: each}, {type: fail}]}",
            "{steps: [{id: a, type: delay, for: '{{ open'}, {id: b, type: unknown, x: 1}]}")) {
      assertThat(convert(wrong).document()).containsKey("do");
    }
  }

  private static ServerlessWorkflow.Converted convert(String yaml) throws Exception {
    return ServerlessWorkflow.of(
        (Map<?, ?>) SourceFormat.YAML.read(yaml.getBytes(UTF_8)).json(), 4);
  }

  private static void fits(ServerlessWorkflow.Converted converted) {
    String json = new String(Json.write(converted.document()), UTF_8);
    Set<ValidationMessage> messages = schema.validate(json, InputFormat.JSON);
    assertThat(messages).as(CanonicalYaml.of(converted.document())).isEmpty();
    String broken = json.replace("\"dsl\":", "\"dls\":");
    assertThat(schema.validate(broken, InputFormat.JSON)).as("the schema bites").isNotEmpty();
  }
}
