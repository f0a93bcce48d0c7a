package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Load;
import dev.hawser.systemtest.harness.Project.Deployed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The process dies without warning, and its PostgreSQL and Redis with it. */
class ProcessKillIT {
  private static final int WEBHOOKS = 2_000;
  private static final int CONNECTIONS = 16;

  @Test
  void kill_9_in_the_middle_of_2000_webhooks_loses_nothing_and_repeats_nothing_recorded() {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.installed()) {
      hawser.start();
      Deployed workflow =
          hawser
              .project()
              .deploy(Definitions.twoRequests("two", echo.url("/first"), echo.url("/second")));
      List<String> accepted = new ArrayList<>();
      int next;
      try (Load load =
          Load.start(hawser.address(), workflow.hookPath(), CONNECTIONS, 1, WEBHOOKS)) {
        load.awaitAccepted(WEBHOOKS / 2);
        hawser.kill();
        load.join();
        assertThat(load.nextNumber()).as("killed in the middle").isLessThan(WEBHOOKS);
        assertThat(load.refused()).isEmpty();
        accepted.addAll(load.accepted());
        next = load.nextNumber();
      }
      assertThat(hawser.process().isAlive()).isFalse();

      hawser.start();
      try (Load rest =
          Load.start(hawser.address(), workflow.hookPath(), CONNECTIONS, next, WEBHOOKS)) {
        rest.join();
        assertThat(rest.refused()).isEmpty();
        assertThat(rest.broken()).isEmpty();
        accepted.addAll(rest.accepted());
      }
      Promises.everyAcceptedOneSucceeds(
          hawser.project(), workflow.id(), accepted, Duration.ofSeconds(90));
      Promises.bothStepsRan(echo.calls(), accepted, "/first", "/second");
      Promises.noRecordedStepRanAgain(echo.calls(), "/first", "/second", 1);
    }
  }

  @Test
  void a_step_in_flight_at_the_kill_runs_again_with_the_same_key() throws Exception {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.installed()) {
      hawser.start();
      Deployed workflow =
          hawser
              .project()
              .deploy(Definitions.twoRequests("two", echo.url("/first"), echo.url("/second")));
      CountDownLatch gate = echo.hold("/second");
      String execution = hawser.project().webhook(workflow, Map.of("n", 1));
      Waiting.until("the second step is in flight", () -> echo.calls("/second").size() == 1);
      hawser.kill();
      gate.countDown();
      hawser.start();
      assertThat(hawser.project().awaitEnd(execution).text("status")).isEqualTo("SUCCEEDED");
      assertThat(echo.calls("/first")).hasSize(1);
      assertThat(echo.calls("/second")).hasSize(2);
      Promises.noRecordedStepRanAgain(echo.calls(), "/first", "/second", 1);
    }
  }
}
