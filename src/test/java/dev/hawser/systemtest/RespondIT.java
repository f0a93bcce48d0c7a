package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Multipart;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.SharedServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Webhooks that are answered by a step. */
@ExtendWith(SharedServer.class)
class RespondIT {
  private static Answer call(Project project, Deployed workflow, Map<String, ?> body) {
    return project.api().withKey(null).post(workflow.hookPath(), body);
  }

  private static String executionOf(Answer answer) {
    return answer.headers().firstValue("x-execution-id").orElseThrow();
  }

  @Test
  void the_step_answers_the_caller_and_history_shows_it(Project project) {
    Deployed workflow =
        project.deploy(
            Definitions.webhook(
                "answers",
                """
                {"id": "r", "type": "respond", "status": "{{ 200 + 1 }}",
                 "headers": {"X-Total": "{{ trigger.body.n * 2 }}"}, "body": {"n": "{{ trigger.body.n }}"}},
                {"id": "later", "type": "transform", "value": "still runs"}
                """));
    Answer answer = call(project, workflow, Map.of("n", 21));
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    assertThat(answer.json()).isEqualTo(Map.of("n", 21L));
    assertThat(answer.headers().firstValue("x-total")).hasValue("42");
    assertThat(answer.contentType()).startsWith("application/json");
    Answer execution = project.awaitEnd(executionOf(answer));
    assertThat(Steps.output(execution, "r"))
        .isEqualTo(
            Map.of("status", 201L, "headers", Map.of("X-Total", "42"), "body", Map.of("n", 21L)));
    assertThat(Steps.output(execution, "later")).isEqualTo("still runs");
  }

  @Test
  void the_caller_has_its_answer_while_later_steps_run(Project project) {
    try (EchoServer echo = EchoServer.start()) {
      CountDownLatch gate = echo.hold("/slow");
      Deployed workflow =
          project.deploy(
              Definitions.webhook(
                  "answers early",
                  "{\"id\": \"r\", \"type\": \"respond\", \"body\": \"hello\"}, "
                      + Definitions.post("slow", echo.url("/slow"))));
      Answer answer = call(project, workflow, Map.of("n", 1));
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("hello");
      assertThat(answer.contentType()).startsWith("text/plain");
      assertThat(project.execution(executionOf(answer)).text("status")).isEqualTo("RUNNING");
      gate.countDown();
      assertThat(project.awaitEnd(executionOf(answer)).text("status")).isEqualTo("SUCCEEDED");
    }
  }

  @Test
  void a_file_is_streamed_back_and_cannot_act_as_a_page_of_this_server(Project project) {
    Deployed workflow =
        project.deploy(
            Definitions.webhook(
                "gives back",
                "{\"id\": \"r\", \"type\": \"respond\", \"file\": \"{{ trigger.body.doc }}\"}"));
    Answer answer =
        project
            .api()
            .withKey(null)
            .send(
                "POST",
                workflow.hookPath(),
                new Multipart().file("doc", "a.html", "text/html", "<script>").body(),
                Map.of("Content-Type", Multipart.TYPE));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("<script>");
    assertThat(answer.contentType()).isEqualTo("text/html");
    assertThat(answer.headers().firstValue("content-length")).hasValue("8");
    assertThat(answer.headers().firstValue("content-disposition").orElse(""))
        .startsWith("attachment; filename=\"a.html\"");
    assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
        .contains("sandbox");
  }

  @Test
  void an_end_without_an_answer_is_told_without_the_reason(Project project) {
    Deployed workflow =
        project.deploy(
            Definitions.webhook(
                "may not answer",
                """
                {"id": "x", "type": "transform", "value": "{{ 10 / trigger.body.n }}"},
                {"id": "r", "type": "respond", "if": "{{ trigger.body.answer }}", "status": 204}
                """));
    Answer silent = call(project, workflow, Map.of("n", 1, "answer", false));
    assertThat(silent.status()).isEqualTo(200);
    assertThat(silent.text("executionId")).isEqualTo(executionOf(silent));
    Answer empty = call(project, workflow, Map.of("n", 1, "answer", true));
    assertThat(empty.status()).isEqualTo(204);
    assertThat(empty.body()).isEmpty();
    Answer failed = call(project, workflow, Map.of("n", 0, "answer", true));
    assertThat(failed.status()).isEqualTo(500);
    assertThat(failed.contentType()).startsWith("application/problem+json");
    assertThat(failed.text("code")).isEqualTo("tasks.execution-failed");
    assertThat(failed.text("executionId")).isEqualTo(executionOf(failed));
    assertThat(failed.toString()).doesNotContain("trigger.body").doesNotContain("zero");
  }

  @Test
  void the_same_call_again_gets_the_same_answer(Project project) {
    Deployed workflow =
        project.deploy(
            Definitions.webhook(
                "answers once",
                "{\"id\": \"r\", \"type\": \"respond\", \"body\": {\"id\": \"{{ execution.id }}\"}}"));
    Map<String, String> headers =
        Map.of("Content-Type", "application/json", "Idempotency-Key", "respond-1");
    var body = BodyPublishers.ofString("{}");
    Answer first = project.api().send("POST", workflow.hookPath(), body, headers);
    Answer second = project.api().send("POST", workflow.hookPath(), body, headers);
    assertThat(first.status()).isEqualTo(200);
    assertThat(second.json()).isEqualTo(first.json());
  }

  @Test
  void who_waits_too_long_gets_the_execution_and_it_goes_on() {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.installed().set("engine.respond-timeout", "500ms").start()) {
      Project project = hawser.project();
      CountDownLatch gate = echo.hold("/slow");
      Deployed workflow =
          project.deploy(
              Definitions.webhook(
                  "slow",
                  Definitions.post("slow", echo.url("/slow"))
                      + ", {\"id\": \"r\", \"type\": \"respond\"}"));
      Answer late = call(project, workflow, Map.of("n", 1));
      assertThat(late.status()).isEqualTo(542);
      assertThat(late.text("message")).contains("goes on");
      assertThat(late.text("workflowId")).isEqualTo(workflow.id());
      assertThat(late.text("projectId")).isEqualTo(project.id());
      String execution = late.text("executionId");
      assertThat(project.execution(execution).text("status")).isEqualTo("RUNNING");
      gate.countDown();
      assertThat(project.awaitEnd(execution).text("status")).isEqualTo("SUCCEEDED");
    }
  }
}
