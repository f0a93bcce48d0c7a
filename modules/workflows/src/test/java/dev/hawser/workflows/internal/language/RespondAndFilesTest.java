package dev.hawser.workflows.internal.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.EvaluationException;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Body;
import dev.hawser.workflows.StepPlan.Content;
import dev.hawser.workflows.TriggerPlan;
import dev.hawser.workflows.internal.expression.TestScope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Steps that answer, and values that are files. */
class RespondAndFilesTest {
  private static final Map<String, Object> FILE =
      Map.of("$file", "file_x", "name", "a.pdf", "type", "application/pdf", "size", 7L);
  private static final TestScope SCOPE =
      new TestScope(Map.of("trigger", Map.of("body", Map.of("doc", FILE, "docs", List.of(FILE)))));

  @Test
  void a_respond_step_makes_the_caller_wait() {
    Plan plan =
        DefinitionCompilerTest.plan(
            webhook(
                """
                {"id": "r", "type": "respond", "status": "{{ 200 + 1 }}", "headers": {"X-A": "{{ 1 }}"},
                 "body": {"n": "{{ trigger.body.doc.size }}"}}
                """));
    assertThat(plan.trigger()).isEqualTo(new TriggerPlan.Webhook(202, Map.of(), null, true));
    var respond = (StepPlan.Respond) plan.steps().getFirst();
    assertThat(respond.status().evaluate(SCOPE)).isEqualTo(201L);
    assertThat(respond.headers()).hasSize(1);
    var content = (Content.Json) respond.content();
    assertThat(content.value().evaluate(SCOPE)).isEqualTo(Map.of("n", 7L));
  }

  @Test
  void an_answer_can_be_a_file_or_empty() {
    Plan plan =
        DefinitionCompilerTest.plan(
            webhook(
                """
                {"id": "a", "type": "branch", "arms": [
                  {"id": "x", "when": "{{ trigger.body.a }}",
                   "steps": [{"id": "f", "type": "respond", "file": "{{ trigger.body.doc }}"}]},
                  {"id": "y", "steps": [{"id": "e", "type": "respond", "status": 204}]}]}
                """));
    var branch = (StepPlan.Branch) plan.steps().getFirst();
    var file = (StepPlan.Respond) branch.arms().get(0).steps().getFirst();
    assertThat(((Content.File) file.content()).reference().evaluate(SCOPE)).isEqualTo(FILE);
    var empty = (StepPlan.Respond) branch.arms().get(1).steps().getFirst();
    assertThat(empty.content()).isEqualTo(new Content.None());
    assertThat(empty.status().evaluate(SCOPE)).isEqualTo(204L);
  }

  @Test
  void a_request_can_carry_files_and_fetch_one() {
    Plan plan =
        DefinitionCompilerTest.plan(
            webhook(
                """
                {"id": "a", "type": "request", "method": "POST", "url": "https://example.org",
                 "body": {"kind": "binary", "value": "{{ trigger.body.doc }}"}, "response": {"as": "file"}},
                {"id": "b", "type": "request", "method": "POST", "url": "https://example.org",
                 "body": {"kind": "multipart", "value": {"note": "hi", "doc": "{{ trigger.body.doc }}"}}}
                """));
    var first = (StepPlan.Request) plan.steps().get(0);
    assertThat(((Body.Binary) first.body()).reference().evaluate(SCOPE)).isEqualTo(FILE);
    assertThat(first.response()).isEqualTo(StepPlan.ResponseForm.FILE);
    var second = (StepPlan.Request) plan.steps().get(1);
    assertThat(((Body.Multipart) second.body()).fields())
        .extracting(StepPlan.NamedValue::name)
        .containsExactly("note", "doc");
  }

  @Test
  void a_file_in_a_longer_text_is_an_error_that_says_what_can_be_written() {
    for (String text : List.of("see {{ trigger.body.doc }}", "see {{ trigger.body.docs }}")) {
      assertThatThrownBy(() -> value(text))
          .isInstanceOf(EvaluationException.class)
          .hasMessageContaining("this is a file")
          .hasMessageContaining("name, type and size");
    }
    assertThat(value("see {{ trigger.body.doc.name }}")).isEqualTo("see a.pdf");
    assertThat(value("{{ trigger.body.doc }}")).isEqualTo(FILE);
    assertThat(value("{{ trigger.body.doc['$file'] }}")).isEqualTo("file_x");
  }

  @Test
  void mistakes_in_respond_steps_are_told() {
    one(webhook("{\"id\": \"r\", \"type\": \"respond\", \"status\": 99}"), "/status", "from 200");
    one(
        webhook("{\"id\": \"r\", \"type\": \"respond\", \"status\": \"ok\"}"),
        "/status",
        "must be an integer");
    one(
        webhook(
            "{\"id\": \"r\", \"type\": \"respond\", \"body\": 1, \"file\": \"{{ trigger.body.doc }}\"}"),
        "/file",
        "not both");
    one(
        webhook("{\"id\": \"r\", \"type\": \"respond\", \"file\": \"/etc/passwd\"}"),
        "/file",
        "must give a file");
    one(
        webhook("{\"id\": \"r\", \"type\": \"respond\", \"headers\": {\"Host\": \"x\"}}"),
        "/headers/Host",
        "set by the connection");
    one(
        webhook("{\"id\": \"r\", \"type\": \"respond\", \"headers\": {\"Set-Cookie\": \"a=b\"}}"),
        "/headers/Set-Cookie",
        "set by the server itself");
    one(
        webhook(
            "{\"id\": \"q\", \"type\": \"request\", \"url\": \"https://example.org\","
                + " \"headers\": {\"content-type\": \"x/y\"},"
                + " \"body\": {\"kind\": \"multipart\", \"value\": {}}}"),
        "/headers/content-type",
        "sets its Content-Type itself");
    one(
        webhook("{\"id\": \"r\", \"type\": \"respond\", \"bdy\": 1}"),
        "/bdy",
        "did you mean \"body\"?");
    one(
        DefinitionCompilerTest.steps("{\"id\": \"r\", \"type\": \"respond\"}"),
        "",
        "only a workflow with a webhook or request trigger");
    List<Problem> both =
        DefinitionCompilerTest.problems(
            webhook("{\"id\": \"r\", \"type\": \"respond\"}")
                .replace("\"webhook\"", "\"webhook\", \"response\": {\"status\": 200}"));
    assertThat(both).hasSize(1);
    assertThat(both.getFirst().pointer()).isEqualTo("/trigger/response");
  }

  @Test
  void a_second_answer_on_every_way_is_seen() {
    String respond = "{\"id\": \"%s\", \"type\": \"respond\"}";
    String second = "the caller was answered before";
    String a = respond.formatted("a");
    String b = respond.formatted("b");
    problem(webhook(a + "," + b), "/steps/1", second);
    String arms =
        "{\"id\": \"x\", \"type\": \"branch\", \"arms\": [{\"id\": \"y\", \"when\": \"{{ trigger.body.a }}\","
            + " \"steps\": [%s]}, {\"id\": \"n\", \"steps\": [%s]}]}";
    problem(webhook(arms.formatted(a, b) + "," + respond.formatted("c")), "/steps/1", second);
    problem(webhook(a + "," + arms.formatted(b, "")), "/steps/1/arms/0/steps/0", second);
    DefinitionCompilerTest.plan(webhook(arms.formatted(a, "") + "," + b));
    String perhaps = "{\"id\": \"a\", \"type\": \"respond\", \"if\": \"{{ trigger.body.ok }}\"}";
    DefinitionCompilerTest.plan(webhook(perhaps + "," + b));
    String orElse = "{\"id\": \"a\", \"type\": \"respond\", \"onError\": \"continue\"}";
    DefinitionCompilerTest.plan(webhook(orElse + "," + b));
  }

  private static Object value(String text) {
    Plan plan =
        DefinitionCompilerTest.plan(
            webhook("{\"id\": \"t\", \"type\": \"transform\", \"value\": \"" + text + "\"}"));
    return ((StepPlan.Transform) plan.steps().getFirst()).value().evaluate(SCOPE);
  }

  private static void one(String json, String pointer, String message) {
    problem(json, "/steps/0" + pointer, message);
  }

  private static void problem(String json, String pointer, String message) {
    List<Problem> problems = DefinitionCompilerTest.problems(json);
    assertThat(problems).as(json).hasSize(1);
    assertThat(problems.getFirst().message()).contains(message);
    assertThat(problems.getFirst().pointer()).isEqualTo(pointer);
  }

  private static String webhook(String steps) {
    return DefinitionCompilerTest.steps(steps).replace("\"manual\"", "\"webhook\"");
  }
}
