package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Load;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** SIGTERM: what a rolling update or Ctrl-C does. */
class OrderlyStopIT {
  private static final int CONNECTIONS = 16;

  @Test
  void sigterm_under_load_fails_no_request_and_loses_nothing() {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.installed()) {
      hawser.start();
      Deployed workflow =
          hawser
              .project()
              .deploy(Definitions.twoRequests("two", echo.url("/first"), echo.url("/second")));
      List<String> accepted;
      try (Load load = Load.endless(hawser.address(), workflow.hookPath(), CONNECTIONS)) {
        load.awaitAccepted(500);
        int exitCode = hawser.stop();
        load.join();
        assertThat(exitCode).isIn(0, 143);
        assertThat(load.broken()).as("requests without an answer").isEmpty();
        assertThat(load.refused()).as("other answers than 2xx").isEmpty();
        accepted = load.accepted();
      }
      assertThat(hawser.process().output()).contains("Stopped").doesNotContain("\"ERROR\"");
      assertThat(hawser.data().resolve("run/server.json")).doesNotExist();
      assertThat(hawser.data().resolve("postgres/data/postmaster.pid")).doesNotExist();

      hawser.start();
      Promises.everyAcceptedOneSucceeds(
          hawser.project(), workflow.id(), accepted, Duration.ofSeconds(60));
      Promises.bothStepsRan(echo.calls(), accepted, "/first", "/second");
      Promises.noRecordedStepRanAgain(echo.calls(), "/first", "/second", 0);
    }
  }

  @Test
  void an_execution_that_outlasts_the_stop_goes_on_after_the_next_start() {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.installed().set("engine.drain", "1s")) {
      hawser.start();
      Deployed workflow =
          hawser
              .project()
              .deploy(Definitions.twoRequests("two", echo.url("/first"), echo.url("/second")));
      CountDownLatch gate = echo.hold("/second");
      String execution = hawser.project().webhook(workflow, Map.of("n", 1));
      Waiting.until("the second step is in flight", () -> echo.calls("/second").size() == 1);
      assertThat(hawser.stop()).isIn(0, 143);
      gate.countDown();
      hawser.start();
      assertThat(hawser.project().awaitEnd(execution).text("status")).isEqualTo("SUCCEEDED");
      assertThat(echo.calls("/first")).hasSize(1);
    }
  }

  @Test
  void a_caller_who_waits_for_an_answer_gets_one_when_the_server_stops() throws Exception {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.installed().set("engine.drain", "2s")) {
      hawser.start();
      Project project = hawser.project();
      Deployed workflow =
          project.deploy(
              Definitions.webhook(
                  "answers late",
                  Definitions.post("slow", echo.url("/slow"))
                      + ", {\"id\": \"r\", \"type\": \"respond\", \"body\": \"done\"}"));
      CountDownLatch gate = echo.hold("/slow");
      CompletableFuture<Answer> waiting =
          CompletableFuture.supplyAsync(
              () -> project.api().withKey(null).post(workflow.hookPath(), Map.of("n", 1)));
      Waiting.until("the step is in flight", () -> echo.calls("/slow").size() == 1);
      assertThat(hawser.stop()).isIn(0, 143);
      Answer answer = waiting.get(10, TimeUnit.SECONDS);
      assertThat(answer.status()).as("%s", answer).isEqualTo(542);
      gate.countDown();
      hawser.start();
      String execution = answer.headers().firstValue("x-execution-id").orElseThrow();
      assertThat(hawser.project().awaitEnd(execution).text("status")).isEqualTo("SUCCEEDED");
    }
  }
}
