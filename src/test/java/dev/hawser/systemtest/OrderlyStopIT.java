package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Load;
import dev.hawser.systemtest.harness.Project.Deployed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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
}
