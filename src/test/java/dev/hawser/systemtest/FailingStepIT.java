package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.SharedServer;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What workflows run into: each ends as a failed step that says what happened. */
@ExtendWith(SharedServer.class)
class FailingStepIT {

  @Test
  void an_unreachable_host(Project project) {
    failsWith(
        project, "nowhere", request("http://nowhere.invalid/x"), "network", "nowhere.invalid");
  }

  @Test
  void a_port_where_nobody_listens(Project project) {
    failsWith(project, "closed port", request("http://127.0.0.1:1/x"), "network", "127.0.0.1:1");
  }

  @Test
  void an_address_that_workflows_may_never_call(Project project) {
    failsWith(
        project,
        "metadata",
        request("http://169.254.169.254/latest"),
        "refused",
        "169.254.169.254");
  }

  @Test
  void an_expression_that_throws(Project project) {
    failsWith(
        project,
        "throws",
        "{\"id\": \"bad\", \"type\": \"transform\", \"value\": \"{{ trigger.body.missing.deeper }}\"}",
        "expression",
        "missing");
  }

  @Test
  void a_url_that_an_expression_made_wrong(Project project) {
    failsWith(project, "bad url", request("http://{{ trigger.body.n }} x/"), "invalid-url", "");
  }

  @Test
  void an_answer_that_is_an_error(Project project) {
    try (EchoServer echo = EchoServer.start()) {
      echo.on("/broken", (exchange, call) -> EchoServer.reply(exchange, 500, call.body()));
      failsWith(project, "status 500", request(echo.url("/broken")), "http-status", "500");
    }
  }

  @Test
  void a_server_that_hangs_up(Project project) {
    try (EchoServer echo = EchoServer.start()) {
      echo.on("/hang-up", (exchange, call) -> exchange.close());
      failsWith(project, "hangs up", request(echo.url("/hang-up")), "network", "");
    }
  }

  @Test
  void a_server_that_does_not_answer_in_time(Project project) {
    try (EchoServer echo = EchoServer.start()) {
      echo.hold("/silent");
      failsWith(
          project,
          "silent",
          request(echo.url("/silent")).replace("\"type\"", "\"timeout\": \"PT1S\", \"type\""),
          "timeout",
          "");
    }
  }

  @Test
  void an_answer_over_the_limit(Project project) {
    try (EchoServer echo = EchoServer.start()) {
      echo.on(
          "/endless",
          (exchange, call) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[65_536];
            OutputStream out = exchange.getResponseBody();
            for (int i = 0; i < 320; i++) { // 20 MiB, twice the limit
              out.write(block);
            }
          });
      String asText =
          request(echo.url("/endless")).replace("}", ", \"response\": {\"as\": \"text\"}}");
      failsWith(project, "endless", asText, "too-large", "");
    }
  }

  private static String request(String url) {
    return "{\"id\": \"bad\", \"type\": \"request\", \"url\": \"" + url + "\"}";
  }

  private static void failsWith(
      Project project, String name, String step, String code, String told) {
    Deployed workflow =
        project.deploy(
            Definitions.webhook(
                "fails: " + name,
                "{\"id\": \"before\", \"type\": \"transform\", \"value\": 1}, %s,".formatted(step)
                    + "{\"id\": \"after\", \"type\": \"transform\", \"value\": 2}"));
    Answer end = project.awaitEnd(project.webhook(workflow, Map.of("n", 1)));
    assertThat(end.text("status")).isEqualTo("FAILED");
    assertThat(Steps.output(end, "before")).isEqualTo(1L);
    Map<?, ?> failed = Steps.get(end, "bad");
    assertThat(failed.get("status")).isEqualTo("FAILED");
    assertThat(Answer.find(failed, "error", "code")).isEqualTo(code);
    assertThat((String) Answer.find(failed, "error", "message")).isNotBlank().contains(told);
    assertThat(Answer.find(end.json(), "error", "code")).isNotNull();
    assertThat(Steps.find(end, "after")).as("nothing runs after it").isEmpty();
    assertThat(end.toString()).doesNotContain("Exception", "dev.hawser.", "java.net.");
  }
}
