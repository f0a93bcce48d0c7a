package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.SharedServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can be seen of executions, and done around them, while they run. */
@ExtendWith(SharedServer.class)
class RunningExecutionIT {

  @Test
  void results_of_steps_are_readable_while_a_later_step_is_in_flight(Project project) {
    try (EchoServer echo = EchoServer.start()) {
      Deployed workflow =
          project.deploy(
              Definitions.twoRequests("readable", echo.url("/first"), echo.url("/second")));
      CountDownLatch gate = echo.hold("/second");
      String execution = project.webhook(workflow, Map.of("n", 7));
      Waiting.until("the second step is in flight", () -> echo.calls("/second").size() == 1);

      Answer now = project.execution(execution);
      assertThat(now.text("status")).isEqualTo("RUNNING");
      assertThat(Steps.get(now, "first").get("status")).isEqualTo("SUCCEEDED");
      assertThat(Answer.find(Steps.output(now, "first"), "body", "n")).isEqualTo(7L);
      assertThat(Steps.find(now, "second")).isEmpty();

      gate.countDown();
      Answer end = project.awaitEnd(execution);
      assertThat(end.text("status")).isEqualTo("SUCCEEDED");
      assertThat(Steps.get(end, "first")).isEqualTo(Steps.get(now, "first"));
    }
  }

  @Test
  void a_waiting_execution_finishes_on_the_version_it_started_with(Project project) {
    try (EchoServer echo = EchoServer.start()) {
      AtomicBoolean healthy = new AtomicBoolean();
      echo.on(
          "/flaky",
          (exchange, call) -> EchoServer.reply(exchange, healthy.get() ? 200 : 503, call.body()));
      Deployed workflow = project.deploy(versioned(echo, "old", "/old"));
      String execution = project.webhook(workflow, Map.of("n", 1));
      Waiting.until("the first attempt failed", () -> echo.calls("/flaky").size() == 1);
      Waiting.until(
          "the execution waits",
          () -> project.execution(execution).text("status").equals("WAITING"));

      Answer changed =
          project
              .api()
              .send(
                  "PUT",
                  project.path("/workflows/" + workflow.id()),
                  BodyPublishers.ofString(versioned(echo, "new", "/new")),
                  Map.of("Content-Type", "application/json"));
      assertThat(changed.status()).as("%s", changed).isEqualTo(200);
      Answer deployed = project.api().post(project.path("/workflows/" + workflow.id() + "/deploy"));
      assertThat(deployed.at("version")).isEqualTo(2L);
      healthy.set(true);
      String later = project.webhook(workflow, Map.of("n", 2));

      Answer old = project.awaitEnd(execution);
      assertThat(old.text("status")).isEqualTo("SUCCEEDED");
      assertThat(old.at("version")).isEqualTo(1L);
      assertThat(Steps.output(old, "which")).isEqualTo("old");
      assertThat(echo.calls("/old")).hasSize(1);

      Answer fresh = project.awaitEnd(later);
      assertThat(fresh.at("version")).isEqualTo(2L);
      assertThat(Steps.output(fresh, "which")).isEqualTo("new");
      assertThat(echo.calls("/new")).hasSize(1);
    }
  }

  /** The pause is long enough to be waited for in Postgres. */
  private static String versioned(EchoServer echo, String which, String path) {
    return Definitions.webhook(
        "versioned",
        """
        {"id": "flaky", "type": "request", "method": "POST", "url": "%s",
         "body": {"kind": "json", "value": {}}, "retry": {"delays": ["PT6S"], "on": ["5xx"]}},
        {"id": "which", "type": "transform", "value": "%s"},
        %s
        """
            .formatted(echo.url("/flaky"), which, Definitions.post("last", echo.url(path))));
  }
}
