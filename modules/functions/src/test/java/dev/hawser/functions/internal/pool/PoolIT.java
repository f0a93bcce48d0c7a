package dev.hawser.functions.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.functions.FunctionOutcome;
import dev.hawser.functions.FunctionOutcome.Returned;
import dev.hawser.functions.FunctionOutcome.Stopped;
import dev.hawser.functions.FunctionSettings.Isolation;
import dev.hawser.functions.StopReason;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pool on real processes: who gets a runner, and what happens when one is gone. */
class PoolIT {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String LOOP = "export default () => { while (true); }";

  @Test
  void nothing_is_started_before_the_first_call_and_nothing_is_left_after_the_end()
      throws Exception {
    await().atMost(LONG).until(() -> OpenFunctions.runners().isEmpty());
    try (OpenFunctions open = OpenFunctions.processes(1, LONG)) {
      assertThat(OpenFunctions.runners()).isEmpty();
      assertThat(open.returned("export default () => 1")).isEqualTo("1");
      assertThat(OpenFunctions.runners()).hasSize(1);
    }
    await().atMost(LONG).until(() -> OpenFunctions.runners().isEmpty());
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
  void a_runner_ends_when_its_server_is_killed_even_inside_a_loop(@TempDir Path folder)
      throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Djava.io.tmpdir=" + folder, // killed, it deletes nothing itself
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
  void all_threads_of_a_runner_are_filtered_and_without_new_privileges() throws Exception {
    await().atMost(LONG).until(() -> OpenFunctions.runners().isEmpty());
    Path own = Path.of("/proc/self/status");
    assumeTrue(Files.exists(own) && Files.readString(own).contains("Seccomp:"), "no seccomp here");
    try (OpenFunctions open = OpenFunctions.processes(1, LONG)) {
      assertThat(open.returned("export default () => 1")).isEqualTo("1");
      ProcessHandle runner = OpenFunctions.runners().getFirst();
      Path home = Path.of("/proc", Long.toString(runner.pid()));
      assertThat(Files.readString(home.resolve("status")))
          .contains("Seccomp:\t2\n", "NoNewPrivs:\t1\n");
      try (Stream<Path> threads = Files.list(home.resolve("task"))) {
        for (Path thread : threads.toList()) {
          assertThat(Files.readString(thread.resolve("status")))
              .contains("Seccomp:\t2\n", "NoNewPrivs:\t1\n");
        }
      }
    }
  }

  /** From a class path that everybody may read, so that root can become nobody. */
  @Test
  void with_strict_isolation_functions_run_where_everything_could_be_taken(@TempDir Path folder)
      throws Exception {
    Path open = Files.createDirectory(folder.resolve("class-path"));
    for (Path path : List.of(folder, open)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    String classPath = copiedClassPath(open);
    try (OpenFunctions strict =
        OpenFunctions.processes(1, 1000, LONG, Isolation.STRICT, classPath)) {
      String answer;
      try {
        answer = strict.returned("export default (x) => x + 1", "1");
      } catch (HawserException.Unavailable e) {
        // Only what a kernel may lack or its host may forbid; a filter is not among that.
        assertThat(e).cause().hasMessageStartingWith("Not fully isolated");
        assumeFalse(e.getCause().getMessage().contains("Landlock"), e.getCause().getMessage());
        throw e;
      }
      assertThat(answer).isEqualTo("2");
    }
  }

  private static String copiedClassPath(Path to) throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path from = Path.of(entry);
      Path copy = to.resolve(copies.size() + "-" + from.getFileName());
      if (Files.isDirectory(from)) {
        try (Stream<Path> files = Files.walk(from)) {
          for (Path file : files.toList()) {
            Files.copy(file, copy.resolve(from.relativize(file).toString()));
          }
        }
      } else if (Files.exists(from)) {
        Files.copy(from, copy);
      }
      copies.add(copy.toString());
    }
    return String.join(File.pathSeparator, copies);
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
