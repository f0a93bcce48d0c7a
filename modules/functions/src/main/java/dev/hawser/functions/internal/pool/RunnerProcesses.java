package dev.hawser.functions.internal.pool;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.functions.FunctionSettings.Isolation;
import dev.hawser.functions.internal.pool.RunnerProcess.RunnerLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts runner processes and says once what they could not take from themselves. */
final class RunnerProcesses implements Sandboxes {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerProcesses.class);
  private static final ErrorCode NO_RUNNER = new ErrorCode("functions.no-runner");
  private static final long START_SECONDS = 60;
  private static final int LOGGED_PIECE = 1 << 10;
  static final int MAX_LOGGED = 32 << 10;

  private final Launcher command;
  private final Isolation isolation;
  private final RunnerLimits limits;
  private final FunctionMetrics metrics;
  private final Deadlines deadlines = new Deadlines();
  private final AtomicBoolean told = new AtomicBoolean();

  /** Set for ever when a runner with lock-down was ready: from then on none goes without. */
  private final AtomicBoolean provedLocked = new AtomicBoolean();

  private volatile boolean lockDown = true;

  /** Makes the process of a runner. */
  interface Launcher extends AutoCloseable {
    Process start(boolean lockDown) throws IOException;

    @Override
    void close();
  }

  RunnerProcesses(
      Launcher command, Isolation isolation, RunnerLimits limits, FunctionMetrics metrics) {
    this.command = command;
    this.isolation = isolation;
    this.limits = limits;
    this.metrics = metrics;
  }

  @Override
  public Sandbox start() {
    if (!lockDown) {
      return startOnce(false);
    }
    try {
      return locked();
    } catch (IOException e) {
      if (isolation == Isolation.STRICT || provedLocked.get()) {
        throw none(e);
      }
      return withoutLockDown(e);
    }
  }

  /** A start may fail by chance; so as long as none has worked, one more is tried. */
  private Sandbox locked() throws IOException {
    if (provedLocked.get()) {
      return start(true);
    }
    try {
      return start(true);
    } catch (IOException e) {
      LOG.warn("A runner for functions did not start; trying once more", e);
      try {
        return start(true);
      } catch (IOException again) {
        again.addSuppressed(e);
        throw again;
      }
    }
  }

  /** A filter that this platform's JVM cannot live with looks like this, too. */
  private Sandbox withoutLockDown(IOException cause) {
    LOG.warn("No runner for functions starts with lock-down; trying without it", cause);
    Sandbox sandbox = startOnce(false);
    if (!fallBack()) {
      sandbox.close();
      throw none(cause);
    }
    LOG.warn("Runners for functions do not lock themselves down here: with it they do not start");
    return sandbox;
  }

  /** False when a runner with lock-down became ready in the meantime. */
  private synchronized boolean fallBack() {
    if (provedLocked.get()) {
      return false;
    }
    lockDown = false;
    return true;
  }

  private synchronized void prove() {
    provedLocked.set(true);
    lockDown = true;
  }

  private Sandbox startOnce(boolean locked) {
    try {
      return start(locked);
    } catch (IOException e) {
      throw none(e);
    }
  }

  /**
   * @throws IOException when the process ran but did not become ready
   */
  private Sandbox start(boolean locked) throws IOException {
    long started = System.nanoTime();
    Process process = spawn(locked);
    metrics.started();
    boolean ready = false;
    try {
      follow(process);
      RunnerProcess runner = new RunnerProcess(process, limits, deadlines, metrics);
      judge(shortcomings(process, runner));
      if (locked) {
        prove();
      }
      LOG.debug(
          "Runner {} is ready after {} ms",
          process.pid(),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
      ready = true;
      return runner;
    } finally {
      if (!ready) {
        process.destroyForcibly();
        metrics.gone("failed");
      }
    }
  }

  /** That no process can be made says nothing about lock-down, so it ends the attempts. */
  private Process spawn(boolean locked) {
    try {
      return command.start(locked);
    } catch (IOException e) {
      throw none(e);
    }
  }

  private List<String> shortcomings(Process process, RunnerProcess runner) throws IOException {
    var tooSlow = deadlines.once(process::destroyForcibly, START_SECONDS, TimeUnit.SECONDS);
    try {
      return runner.awaitReady();
    } finally {
      tooSlow.cancel(false);
    }
  }

  private void judge(List<String> shortcomings) {
    if (shortcomings.isEmpty()) {
      return;
    }
    String all = String.join("; ", shortcomings);
    if (isolation == Isolation.STRICT) {
      throw none(new IOException("Not fully isolated: " + all));
    }
    if (!told.getAndSet(true)) {
      LOG.warn("Runners for functions are not fully isolated on this platform: {}", all);
    }
  }

  private static HawserException.Unavailable none(IOException e) {
    LOG.error("No runner for functions can be started", e);
    return new HawserException.Unavailable(
        NO_RUNNER, "No process to run functions in can be started", e);
  }

  /** What a runner's JVM has to say goes to our log, as far as it is bearable. */
  private static void follow(Process process) {
    Thread.ofPlatform()
        .daemon()
        .name("functions-stderr-" + process.pid())
        .start(
            () -> {
              try (InputStream words = process.getErrorStream()) {
                follow(words, text -> LOG.debug("Runner {}: {}", process.pid(), text));
              } catch (IOException e) {
                LOG.debug("Runner {} closed its log", process.pid(), e);
              }
            });
  }

  /** Reads to the end in pieces of bounded size; passes on the first of them only. */
  static void follow(InputStream words, Consumer<String> log) throws IOException {
    byte[] piece = new byte[LOGGED_PIECE];
    int left = MAX_LOGGED;
    for (int read = words.read(piece); read >= 0; read = words.read(piece)) {
      int kept = Math.min(read, left);
      left -= kept;
      if (kept > 0) {
        log.accept(new String(piece, 0, kept, StandardCharsets.UTF_8).strip());
      }
    }
  }

  @Override
  public void close() {
    deadlines.close();
    command.close();
  }
}
