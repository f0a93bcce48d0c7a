package dev.hawser.functions.internal.pool;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.functions.FunctionSettings.Isolation;
import dev.hawser.functions.internal.pool.RunnerProcess.RunnerLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts runner processes and says once what they could not take from themselves. */
final class RunnerProcesses implements Sandboxes {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerProcesses.class);
  private static final ErrorCode NO_RUNNER = new ErrorCode("functions.no-runner");
  private static final long START_SECONDS = 60;
  private static final int MAX_LOGGED_LINES = 200;

  private final RunnerCommand command;
  private final Isolation isolation;
  private final RunnerLimits limits;
  private final FunctionMetrics metrics;
  private final Deadlines deadlines = new Deadlines();
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile boolean lockDown = true;

  RunnerProcesses(
      RunnerCommand command, Isolation isolation, RunnerLimits limits, FunctionMetrics metrics) {
    this.command = command;
    this.isolation = isolation;
    this.limits = limits;
    this.metrics = metrics;
  }

  @Override
  public Sandbox start() {
    try {
      return start(lockDown);
    } catch (IOException e) {
      if (!lockDown || isolation == Isolation.STRICT) {
        throw none(e);
      }
      // A filter that this platform's JVM cannot live with looks like this, too.
      LOG.warn("A runner for functions did not start; trying without lock-down", e);
      try {
        Sandbox sandbox = start(false);
        lockDown = false;
        LOG.warn(
            "Runners for functions do not lock themselves down here: with it they do not start");
        return sandbox;
      } catch (IOException again) {
        again.addSuppressed(e);
        throw none(again);
      }
    }
  }

  private Sandbox start(boolean locked) throws IOException {
    long started = System.nanoTime();
    Process process = command.start(locked);
    metrics.started();
    follow(process);
    RunnerProcess runner = new RunnerProcess(process, limits, deadlines, metrics);
    var tooSlow = deadlines.once(process::destroyForcibly, START_SECONDS, TimeUnit.SECONDS);
    boolean ready = false;
    try {
      List<String> shortcomings = runner.awaitReady();
      if (!shortcomings.isEmpty() && isolation == Isolation.STRICT) {
        throw new IOException("Not fully isolated: " + String.join("; ", shortcomings));
      }
      if (!shortcomings.isEmpty() && !told.getAndSet(true)) {
        LOG.warn(
            "Runners for functions are not fully isolated on this platform: {}",
            String.join("; ", shortcomings));
      }
      LOG.debug(
          "Runner {} is ready after {} ms",
          process.pid(),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
      ready = true;
      return runner;
    } finally {
      tooSlow.cancel(false);
      if (!ready) {
        runner.close();
      }
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
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
                int count = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  if (count++ < MAX_LOGGED_LINES) {
                    LOG.debug("Runner {}: {}", process.pid(), line);
                  }
                }
              } catch (IOException | UncheckedIOException e) {
                LOG.debug("Runner {} closed its log", process.pid(), e);
              }
            });
  }

  @Override
  public void close() {
    deadlines.close();
    command.close();
  }
}
