package dev.hawser.functions.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.functions.FunctionOutcome;
import dev.hawser.functions.FunctionOutcome.Returned;
import dev.hawser.functions.FunctionOutcome.Stopped;
import dev.hawser.functions.StopReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The pool on real processes: who gets a runner, and what happens when one is gone. */
class PoolIT {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String LOOP = "export default () => { while (true); }";

  @Test
  void nothing_is_started_before_the_first_call_and_nothing_is_left_after_the_end()
      throws Exception {
    int before = OpenFunctions.runners().size();
    try (OpenFunctions open = OpenFunctions.processes(1, LONG)) {
      assertThat(OpenFunctions.runners()).hasSize(before);
      assertThat(open.returned("export default () => 1")).isEqualTo("1");
      assertThat(OpenFunctions.runners()).hasSize(before + 1);
    }
    await().atMost(LONG).until(() -> OpenFunctions.runners().size() == before);
  }

  @Test
  void fifty_tenants_get_right_answers_while_one_attacks() throws Exception {
    try (OpenFunctions open = OpenFunctions.processes(2, Duration.ofSeconds(2));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ProjectId attacker = OpenFunctions.project();
      List<Future<FunctionOutcome>> attacks = new ArrayList<>();
      for (String code :
          List.of(
              LOOP,
              "export default () => { const a = []; while (true) a.push(new Float64Array(1e5)) }",
              LOOP,
              "export default () => { Object.prototype.x = 1; while (true); }")) {
        attacks.add(threads.submit(() -> open.run(attacker, code, "null")));
      }
      List<Future<String>> answers = new ArrayList<>();
      for (int tenant = 0; tenant < 50; tenant++) {
        ProjectId project = OpenFunctions.project();
        int number = tenant;
        answers.add(
            threads.submit(
                () -> {
                  String all = "";
                  for (int i = 0; i < 3; i++) {
                    FunctionOutcome outcome =
                        open.run(
                            project,
                            "export default (n) => [n, n * n, typeof {}.x]",
                            Integer.toString(number + i));
                    all += OpenFunctions.json(outcome);
                  }
                  return all;
                }));
      }
      for (int tenant = 0; tenant < 50; tenant++) {
        String expected = "";
        for (int n = tenant; n < tenant + 3; n++) {
          expected += "[" + n + "," + n * n + ",\"undefined\"]";
        }
        assertThat(answers.get(tenant).get(5, TimeUnit.MINUTES)).isEqualTo(expected);
      }
      for (Future<FunctionOutcome> attack : attacks) {
        assertThat(attack.get(5, TimeUnit.MINUTES)).isInstanceOf(Stopped.class);
      }
    }
  }

  @Test
  void another_project_does_not_wait_for_loops_that_hold_all_runners() throws Exception {
    try (OpenFunctions open = OpenFunctions.processes(1, LONG);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ProjectId attacker = OpenFunctions.project();
      Future<?> loop = threads.submit(() -> open.run(attacker, LOOP, "null"));
      await().atMost(LONG).until(() -> !OpenFunctions.runners().isEmpty());
      await()
          .atMost(LONG)
          .until(() -> open.registry().get("hawser.functions.waiting").gauge().value() == 0);
      assertThat(open.returned("export default () => 'served'")).isEqualTo("\"served\"");
      assertThat(loop).isNotDone();
      loop.cancel(true);
    }
  }

  @Test
  void a_caller_that_is_interrupted_leaves_nothing_running() throws Exception {
    try (OpenFunctions open = OpenFunctions.processes(1, LONG)) {
      assertThat(open.returned("export default () => 1")).isEqualTo("1");
      ProcessHandle runner = OpenFunctions.runners().getFirst();
      var interrupted = new java.util.concurrent.CompletableFuture<Boolean>();
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      open.run(LOOP);
                      interrupted.complete(false);
                    } catch (InterruptedException e) {
                      interrupted.complete(true);
                    }
                  });
      Duration before = runner.info().totalCpuDuration().orElse(Duration.ZERO);
      await()
          .atMost(LONG)
          .until(
              () -> runner.info().totalCpuDuration().orElse(LONG).minus(before).toMillis() > 300);
      caller.interrupt();
      assertThat(interrupted.get(1, TimeUnit.MINUTES)).isTrue();
      await().atMost(LONG).until(() -> !runner.isAlive());
      assertThat(open.returned("export default () => 2")).isEqualTo("2");
    }
  }

  @Test
  void more_calls_than_may_wait_are_refused_for_later() throws Exception {
    try (OpenFunctions open = OpenFunctions.processes(1, 1, LONG);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ProjectId project = OpenFunctions.project();
      Future<?> loop = threads.submit(() -> open.run(project, LOOP, "null"));
      await()
          .atMost(LONG)
          .until(() -> open.registry().get("hawser.functions.runners").gauge().value() == 1);
      await()
          .atMost(LONG)
          .until(() -> open.registry().get("hawser.functions.waiting").gauge().value() == 0);
      Future<?> waits = threads.submit(() -> open.run(project, LOOP, "null"));
      await()
          .atMost(LONG)
          .until(() -> open.registry().get("hawser.functions.waiting").gauge().value() == 1);
      assertThatThrownBy(() -> open.run(project, "export default () => 1", "null"))
          .isInstanceOf(HawserException.Unavailable.class)
          .hasMessageContaining("Too many functions wait");
      loop.cancel(true);
      waits.cancel(true);
    }
  }

  @Test
  void a_pool_that_is_closed_gives_up_its_calls() throws Exception {
    OpenFunctions open = OpenFunctions.processes(1, LONG);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<FunctionOutcome> loop = threads.submit(() -> open.run(LOOP));
      await().atMost(LONG).until(() -> !OpenFunctions.runners().isEmpty());
      open.close();
      assertThatThrownBy(() -> loop.get(1, TimeUnit.MINUTES))
          .hasCauseInstanceOf(HawserException.Unavailable.class);
    }
    await().atMost(LONG).until(() -> OpenFunctions.runners().isEmpty());
  }

  @Test
  void a_runner_ends_when_its_server_is_killed_even_inside_a_loop() throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LoopingServer.class.getName())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      await().atMost(LONG).until(() -> server.children().findAny().isPresent());
      ProcessHandle runner = server.children().findAny().orElseThrow();
      // Started and inside the loop: it computes much longer than its start takes.
      await()
          .atMost(LONG.multipliedBy(2))
          .until(() -> runner.info().totalCpuDuration().orElse(Duration.ZERO).toSeconds() >= 8);
      server.destroyForcibly();
      await().atMost(Duration.ofSeconds(20)).until(() -> !runner.isAlive());
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void outcomes_and_runners_are_counted() throws Exception {
    try (OpenFunctions open = OpenFunctions.processes(1, LONG)) {
      assertThat(open.run("export default () => 1")).isInstanceOf(Returned.class);
      assertThat(open.stopped("export default () => 1n").reason()).isEqualTo(StopReason.NOT_JSON);
      assertThat(open.counted("hawser.functions.calls", "outcome", "returned")).isEqualTo(1);
      assertThat(open.counted("hawser.functions.calls", "outcome", "not-json")).isEqualTo(1);
      assertThat(open.registry().get("hawser.functions.runner.starts").counter().count())
          .isEqualTo(1);
    }
  }
}
