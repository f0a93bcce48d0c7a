package dev.hawser.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.SharedServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Trying a draft, or a part of it, before it is deployed. */
@ExtendWith(SharedServer.class)
class TestRunIT {
  private static Answer keyed(Project project, String path) {
    return project
        .api()
        .send(
            "POST",
            path,
            BodyPublishers.ofString("{\"outputs\": {\"double\": 7}}"),
            Map.of("Content-Type", "application/json", "Idempotency-Key", "once"));
  }

  @Test
  void a_draft_runs_whole_from_a_step_with_an_earlier_execution_and_with_pinned_outputs(
      Project project) {
    try (EchoServer echo = EchoServer.start()) {
      String definition =
          Definitions.webhook(
              "trial",
              "{\"id\": \"double\", \"type\": \"transform\", \"value\": \"{{ trigger.body.n * 2 }}\"},"
                  + "{\"id\": \"send\", \"type\": \"request\", \"method\": \"POST\", \"retry\": \"default\","
                  + " \"url\": \""
                  + echo.url("/send")
                  + "\", \"body\": {\"kind\": \"json\", \"value\": \"{{ steps.double.output }}\"}}");
      Answer created =
          project.api().post(project.path("/workflows"), definition, "application/json");
      assertThat(created.status()).isEqualTo(201);
      String path = project.path("/workflows/" + created.text("id") + "/test");

      String whole = start(project, path, Map.of("trigger", Map.of("body", Map.of("n", 21))));
      Answer ended = project.awaitEnd(whole);
      assertThat(ended.text("status")).isEqualTo("SUCCEEDED");
      assertThat(ended.text("trigger")).isEqualTo("TEST");
      assertThat(ended.at("tasks")).isEqualTo(0L);
      assertThat(ended.at("version")).isEqualTo(0L);

      start(project, path, Map.of("from", "send", "execution", whole));
      start(project, path, Map.of("outputs", Map.of("double", 7)));
      Waiting.until("all have sent", () -> echo.calls("/send").size() == 3);
      assertThat(echo.calls("/send").stream().map(call -> new String(call.body(), UTF_8)))
          .containsExactlyInAnyOrder("42", "42", "7");

      assertThat(keyed(project, path).text("executionId"))
          .as("one test for one key")
          .isEqualTo(keyed(project, path).text("executionId"));

      Answer refused = project.api().post(path, Map.of("from", "send"));
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.objects("problems"))
          .singleElement()
          .asString()
          .contains("/outputs/double", "send reads the output of double");
      assertThat(project.api().post(path, Map.of("form", "send")).toString())
          .contains("there is no field form", "from");
      assertThat(project.api().withKey(null).post(path, Map.of()).status()).isEqualTo(401);
      String foreign = path.replace(project.id(), "prj_01h455vb4pex5vsknk084sn02q");
      assertThat(project.api().post(foreign, Map.of()).status()).isEqualTo(404);
    }
  }

  @Test
  void a_test_that_fails_is_not_tried_again(Project project) {
    try (EchoServer echo = EchoServer.start()) {
      echo.on("/down", (exchange, call) -> EchoServer.reply(exchange, 503, call.body()));
      String definition =
          Definitions.webhook(
              "trial down",
              "{\"id\": \"send\", \"type\": \"request\", \"retry\": \"default\", \"url\": \""
                  + echo.url("/down")
                  + "\"}");
      Answer created =
          project.api().post(project.path("/workflows"), definition, "application/json");
      String path = project.path("/workflows/" + created.text("id") + "/test");
      Answer ended = project.awaitEnd(start(project, path, Map.of()));
      assertThat(ended.text("status")).isEqualTo("FAILED");
      assertThat(echo.calls("/down")).hasSize(1);
      assertThat(List.of(ended.objects("steps").getFirst().get("attempt"))).containsExactly(1L);
    }
  }

  private static String start(Project project, String path, Map<String, ?> request) {
    Answer answer = project.api().post(path, request);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    return answer.text("executionId");
  }
}
