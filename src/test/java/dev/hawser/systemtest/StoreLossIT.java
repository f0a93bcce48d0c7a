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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PostgreSQL or Redis dies or forgets, while the process lives on. */
class StoreLossIT {
  private static final int CONNECTIONS = 16;

  /** Few at once, so that most executions go through the queue in Redis. */
  private static final int MAX_RUNNING = 4;

  private static EchoServer echo;
  private static Hawser hawser;

  @BeforeAll
  static void start() {
    echo = EchoServer.start();
    hawser = Hawser.installed().set("engine.max-running", Integer.toString(MAX_RUNNING)).start();
  }

  @AfterAll
  static void stop() {
    hawser.close();
    echo.close();
  }

  @Test
  void kill_9_of_postgres_under_load_loses_nothing_that_was_accepted() {
    Deployed workflow = deploy("postgres dies");
    List<String> accepted;
    try (Load load = Load.endless(hawser.address(), workflow.hookPath(), CONNECTIONS)) {
      load.awaitAccepted(200);
      hawser.stores().killPostgres();
      int before = load.accepted().size();
      load.awaitAccepted(before + 200);
      load.stop();
      assertThat(load.broken()).as("requests without an answer").isEmpty();
      assertThat(load.refused()).as("other answers than 2xx").isSubsetOf(503, 429);
      accepted = load.accepted();
    }
    Promises.everyAcceptedOneSucceeds(
        hawser.project(), workflow.id(), accepted, Duration.ofSeconds(90));
    Promises.bothStepsRan(echo.calls(), accepted, first(workflow), second(workflow));
    Promises.noRecordedStepRanAgain(of(workflow), first(workflow), second(workflow), 1);
    assertThat(hawser.process().isAlive()).isTrue();
    Waiting.until("ready again", hawser::isReady);
  }

  @Test
  void kill_9_of_redis_under_load_loses_nothing_and_refuses_nothing() {
    Deployed workflow = deploy("redis dies");
    List<String> accepted;
    try (Load load = Load.endless(hawser.address(), workflow.hookPath(), CONNECTIONS)) {
      load.awaitAccepted(200);
      hawser.stores().killRedis();
      int before = load.accepted().size();
      load.awaitAccepted(before + 200);
      load.stop();
      assertThat(load.broken()).as("requests without an answer").isEmpty();
      assertThat(load.refused()).as("other answers than 2xx").isEmpty();
      accepted = load.accepted();
    }
    Promises.everyAcceptedOneSucceeds(
        hawser.project(), workflow.id(), accepted, Duration.ofSeconds(90));
    Promises.noRecordedStepRanAgain(of(workflow), first(workflow), second(workflow), 0);
    Waiting.until("ready again", hawser::isReady);
  }

  @Test
  void flushall_under_load_loses_nothing() {
    Deployed workflow = deploy("redis forgets");
    List<String> accepted;
    try (Load load = Load.endless(hawser.address(), workflow.hookPath(), CONNECTIONS)) {
      for (int flushes = 1; flushes <= 3; flushes++) {
        load.awaitAccepted(150 * flushes);
        assertThat(hawser.stores().redis("FLUSHALL")).isEqualTo("+OK");
      }
      load.stop();
      assertThat(load.broken()).as("requests without an answer").isEmpty();
      assertThat(load.refused()).as("other answers than 2xx").isEmpty();
      accepted = load.accepted();
    }
    Promises.everyAcceptedOneSucceeds(
        hawser.project(), workflow.id(), accepted, Duration.ofSeconds(90));
    Promises.noRecordedStepRanAgain(of(workflow), first(workflow), second(workflow), 0);
  }

  @Test
  void executions_whose_queue_was_flushed_go_on_within_five_seconds() {
    Deployed workflow = deploy("queue is gone");
    CountDownLatch gate = echo.hold(first(workflow));
    List<String> accepted = new ArrayList<>();
    for (int n = 0; n < 40; n++) {
      accepted.add(hawser.project().webhook(workflow, Map.of("n", n)));
    }
    Waiting.until("as many run as may", () -> echo.calls(first(workflow)).size() == MAX_RUNNING);
    assertThat(hawser.stores().redis("FLUSHALL")).isEqualTo("+OK");
    gate.countDown();
    Waiting.until(
        "one that was only queued runs",
        Duration.ofSeconds(5),
        () -> echo.calls(first(workflow)).size() > MAX_RUNNING);
    Promises.everyAcceptedOneSucceeds(
        hawser.project(), workflow.id(), accepted, Duration.ofSeconds(60));
  }

  private static Deployed deploy(String name) {
    String path = "/" + name.replace(' ', '-');
    Deployed deployed =
        hawser
            .project()
            .deploy(
                Definitions.twoRequests(
                    name, echo.url(path + "/first"), echo.url(path + "/second")));
    PATHS.put(deployed.id(), path);
    return deployed;
  }

  private static final Map<String, String> PATHS = new java.util.HashMap<>();

  private static String first(Deployed workflow) {
    return PATHS.get(workflow.id()) + "/first";
  }

  private static String second(Deployed workflow) {
    return PATHS.get(workflow.id()) + "/second";
  }

  private static List<EchoServer.Call> of(Deployed workflow) {
    return echo.calls().stream()
        .filter(call -> call.path().startsWith(PATHS.get(workflow.id()) + "/"))
        .toList();
  }
}
