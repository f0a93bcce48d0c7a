package dev.hawser.app.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecutionFollowerIT {
  private static final Instant START = Instant.parse("2027-01-31T12:00:00Z");
  private final TestTerminal terminal = new TestTerminal();
  private FakeApi api;
  private Thread thread;
  private FutureTask<Integer> command;

  @BeforeEach
  void start() throws IOException {
    api = new FakeApi();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void new_ones_and_changes_are_printed_as_they_come() throws Exception {
    execution(1, "SUCCEEDED");
    execution(2, "RUNNING");
    follow();
    await(() -> lines().size() == 2);
    assertThat(lines().getFirst()).contains("succeeded").contains("12 ms  exe_1001");
    execution(2, "FAILED");
    execution(3, "QUEUED");
    await(() -> lines().size() == 4);
    assertThat(lines().get(2)).contains("failed").contains("exe_1002");
    assertThat(lines().get(3)).contains("queued").contains("exe_1003");
    end();
  }

  @Test
  void one_that_waited_long_is_seen_when_it_ends() throws Exception {
    execution(1, "WAITING");
    execution(600, "SUCCEEDED");
    follow();
    await(() -> lines().size() == 2);
    execution(1, "SUCCEEDED");
    await(() -> lines().size() == 3);
    assertThat(lines().getLast()).contains("succeeded").contains("exe_1001");
    end();
  }

  @Test
  void a_status_that_is_followed_shows_those_that_come_into_it() throws Exception {
    execution(1, "RUNNING");
    follow("--status", "failed", "--json");
    await(() -> api.requests().size() > 3);
    execution(2, "SUCCEEDED");
    execution(1, "FAILED");
    await(() -> lines().size() == 1);
    assertThat(lines().getFirst()).startsWith("{\"id\":\"exe_1001\"").doesNotContain("steps");
    end();
  }

  @Test
  void a_restart_of_the_server_is_told_and_survived() throws Exception {
    execution(1, "SUCCEEDED");
    follow();
    await(() -> lines().size() == 1);
    api.stop();
    await(() -> terminal.err().contains("No Hawser server answers"));
    execution(2, "SUCCEEDED");
    api.restart();
    await(() -> lines().size() == 2);
    assertThat(terminal.err())
        .containsOnlyOnce("trying again")
        .contains("the server answers again");
    end();
  }

  private void follow(String... more) {
    List<String> args = new ArrayList<>(List.of("executions", "--follow"));
    args.addAll(List.of("--url", api.url(), "--api-key", FakeApi.KEY));
    args.addAll(List.of(more));
    command = new FutureTask<>(() -> terminal.run(args.toArray(String[]::new)));
    thread = Thread.ofVirtual().start(command);
  }

  private void end() throws Exception {
    thread.interrupt();
    assertThat(command.get(10, TimeUnit.SECONDS)).isZero();
  }

  private void execution(int second, String status) {
    api.execution("exe_" + (1000 + second), status, START.plusSeconds(second).toString());
  }

  private List<String> lines() {
    return terminal.out().lines().toList();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Pause.of(Duration.ofMillis(20));
    }
  }
}
