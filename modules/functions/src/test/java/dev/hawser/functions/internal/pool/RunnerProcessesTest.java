package dev.hawser.functions.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.error.HawserException;
import dev.hawser.functions.FunctionSettings.Isolation;
import dev.hawser.functions.internal.guest.GuestLimits;
import dev.hawser.functions.internal.pool.RunnerProcess.RunnerLimits;
import dev.hawser.functions.internal.wire.Reply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a runner may go without lock-down, on processes that are none. */
class RunnerProcessesTest {
  private static final String NONE = "No process to run functions in can be started";

  /** What becomes of a start. */
  private enum Fate {
    READY,
    NOT_ISOLATED,
    DIES,
    CANNOT_BE_MADE
  }

  private static final class Script implements RunnerProcesses.Launcher {
    final Deque<Fate> fates = new ArrayDeque<>();
    final List<Boolean> locked = new ArrayList<>();
    final List<NoProcess> made = new ArrayList<>();

    @Override
    public Process start(boolean lockDown) throws IOException {
      locked.add(lockDown);
      Fate fate = fates.remove();
      if (fate == Fate.CANNOT_BE_MADE) {
        throw new IOException("error=11, Resource temporarily unavailable");
      }
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      if (fate != Fate.DIES) {
        new Reply.Ready(fate == Fate.READY ? List.of() : List.of("all is open"))
            .frame()
            .write(said);
      }
      NoProcess process = new NoProcess(said.toByteArray(), fate == Fate.DIES);
      made.add(process);
      return process;
    }

    @Override
    public void close() {}
  }

  private static final class NoProcess extends Process {
    private final byte[] said;
    private volatile boolean ended;

    NoProcess(byte[] said, boolean ended) {
      this.said = said;
      this.ended = ended;
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(said);
    }

    @Override
    public InputStream getErrorStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() {
      return exitValue();
    }

    @Override
    public int exitValue() {
      if (!ended) {
        throw new IllegalThreadStateException();
      }
      return 1;
    }

    @Override
    public boolean isAlive() {
      return !ended;
    }

    @Override
    public long pid() {
      return 1;
    }

    @Override
    public void destroy() {
      ended = true;
    }
  }

  private final Script script = new Script();

  private RunnerProcesses with(Isolation isolation, Fate... fates) {
    script.fates.addAll(List.of(fates));
    GuestLimits limits = new GuestLimits(Duration.ofSeconds(1), 1000, 1000);
    return new RunnerProcesses(
        script,
        isolation,
        new RunnerLimits(limits, 1 << 20),
        new FunctionMetrics(new SimpleMeterRegistry()));
  }

  private static void isRefused(RunnerProcesses processes) {
    assertThatThrownBy(processes::start)
        .isInstanceOf(HawserException.Unavailable.class)
        .hasMessageContaining(NONE);
  }

  @Test
  void one_failure_does_not_take_the_lock_down_away() {
    try (RunnerProcesses processes =
        with(Isolation.BEST_EFFORT, Fate.DIES, Fate.READY, Fate.READY)) {
      assertThat(processes.start().isAlive()).isTrue();
      assertThat(processes.start().isAlive()).isTrue();
      assertThat(script.locked).containsExactly(true, true, true);
    }
  }

  @Test
  void where_it_never_worked_a_runner_goes_without() {
    try (RunnerProcesses processes =
        with(Isolation.BEST_EFFORT, Fate.DIES, Fate.DIES, Fate.READY, Fate.READY)) {
      assertThat(processes.start().isAlive()).isTrue();
      assertThat(processes.start().isAlive()).isTrue();
      assertThat(script.locked).containsExactly(true, true, false, false);
    }
  }

  @Test
  void where_it_worked_once_no_runner_ever_goes_without() {
    try (RunnerProcesses processes =
        with(Isolation.BEST_EFFORT, Fate.READY, Fate.DIES, Fate.DIES, Fate.DIES, Fate.READY)) {
      assertThat(processes.start().isAlive()).isTrue();
      for (int i = 0; i < 3; i++) {
        isRefused(processes);
      }
      assertThat(processes.start().isAlive()).isTrue();
      assertThat(script.locked).containsOnly(true);
    }
  }

  @Test
  void that_no_process_can_be_made_says_nothing_about_lock_down() {
    try (RunnerProcesses processes =
        with(Isolation.BEST_EFFORT, Fate.CANNOT_BE_MADE, Fate.CANNOT_BE_MADE, Fate.READY)) {
      isRefused(processes);
      isRefused(processes);
      assertThat(processes.start().isAlive()).isTrue();
      assertThat(script.locked).containsExactly(true, true, true);
    }
  }

  @Test
  void where_it_failed_without_as_well_it_is_tried_again() {
    try (RunnerProcesses processes =
        with(Isolation.BEST_EFFORT, Fate.DIES, Fate.DIES, Fate.DIES, Fate.READY)) {
      isRefused(processes);
      assertThat(processes.start().isAlive()).isTrue();
      assertThat(script.locked).containsExactly(true, true, false, true);
    }
  }

  @Test
  void strict_never_goes_without_and_leaves_no_process_that_is_not_isolated() {
    try (RunnerProcesses processes =
        with(Isolation.STRICT, Fate.DIES, Fate.DIES, Fate.NOT_ISOLATED)) {
      isRefused(processes);
      isRefused(processes);
      assertThat(script.locked).containsOnly(true);
      assertThat(script.made).hasSize(3).noneMatch(Process::isAlive);
    }
  }

  @Test
  void what_a_runner_writes_without_end_is_read_but_not_kept() throws IOException {
    byte[] much = "x".repeat(1 << 20).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    ByteArrayInputStream words = new ByteArrayInputStream(much);
    List<String> log = new ArrayList<>();
    RunnerProcesses.follow(words, log::add);
    assertThat(words.available()).isZero();
    assertThat(String.join("", log)).hasSize(RunnerProcesses.MAX_LOGGED);
    assertThat(log).allMatch(text -> text.length() <= 1024);
  }
}
