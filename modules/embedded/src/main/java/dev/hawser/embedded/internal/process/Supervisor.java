package dev.hawser.embedded.internal.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one server running until it is closed: whenever its process ends unexpectedly it is
 * launched again, at once at first, then with growing pauses, for as long as it takes. Nothing is
 * given up: a full disk may be emptied by somebody an hour later.
 */
public final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private static final int PORTS_TO_TRY = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** A server that lived this long was healthy: its next failure starts with the short pauses. */
  private static final Duration HEALTHY = Duration.ofMinutes(1);

  private final Server server;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread watcher;
  private volatile Process process;
  private int failures;

  private Supervisor(Server server, Process process) {
    this.server = server;
    this.process = process;
    this.watcher = Thread.ofVirtual().name("embedded-" + server.name()).unstarted(this::watch);
  }

  /**
   * Launches the server on a free port and watches it from now on. A failure of this first launch
   * is the caller's, unless another program has taken the port meanwhile: then the next is tried.
   */
  public static Supervisor start(Server server) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      server.choosePort();
      try {
        Supervisor supervisor = new Supervisor(server, server.launch());
        supervisor.watcher.start();
        return supervisor;
      } catch (IOException e) {
        if (attempt == PORTS_TO_TRY || Ports.isFree(server.port())) {
          throw e;
        }
        LOG.info("Port {} was taken by another program, trying another", server.port());
      }
    }
  }

  /** The process id now; another one after a restart. */
  public long pid() {
    return process.pid();
  }

  /** Ends the supervision, then stops the server and waits until it is gone. Idempotent. */
  @Override
  public void close() {
    closing.countDown();
    watcher.interrupt();
    boolean interrupted = false;
    while (true) {
      try {
        watcher.join();
        server.stop(process);
        break;
      } catch (InterruptedException e) {
        interrupted = true; // a server half stopped helps nobody: finish, then pass it on
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try {
      while (closing.getCount() > 0) {
        long begin = System.nanoTime();
        int exitCode = process.waitFor();
        long lived = System.nanoTime() - begin;
        if (closing.getCount() > 0) {
          failures = lived > HEALTHY.toNanos() ? 0 : failures;
          LOG.warn(
              "{} (process {}) ended unexpectedly with exit code {}; starting it again on port {}",
              server.name(),
              process.pid(),
              exitCode,
              server.port());
          relaunch();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("{} is no longer supervised", server.name()); // only close() interrupts
    }
  }

  private void relaunch() throws InterruptedException {
    long down = System.nanoTime();
    while (!closing.await(pause().toNanos(), TimeUnit.NANOSECONDS)) {
      failures++;
      try {
        process = server.launch();
        LOG.info(
            "{} runs again on port {} (process {}) after {} ms",
            server.name(),
            server.port(),
            process.pid(),
            (System.nanoTime() - down) / 1_000_000);
        return;
      } catch (IOException | RuntimeException e) {
        LOG.error(
            "{} could not be started again (attempt {}), next attempt in {} ms: {}",
            server.name(),
            failures,
            pause().toMillis(),
            e.getMessage(),
            e instanceof RuntimeException ? e : null);
      }
    }
  }

  private Duration pause() {
    if (failures == 0) {
      return Duration.ZERO;
    }
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }
}
