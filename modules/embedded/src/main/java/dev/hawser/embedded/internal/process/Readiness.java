package dev.hawser.embedded.internal.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until a server that was just started serves. */
public final class Readiness {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  /** Recovery after a crash replays up to a gigabyte of log; an append-only file can be larger. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Readiness() {}

  /** Asked every few milliseconds. */
  @FunctionalInterface
  public interface Probe {
    boolean ready() throws IOException;
  }

  /**
   * @throws IOException when the process ends or is not ready after 15 minutes; it may still run
   */
  public static void await(String name, Process process, ServerLog log, Probe probe)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long nextWord = begin + PATIENCE.toNanos();
    while (!probe.ready()) {
      if (process.waitFor(5, TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "%s ended with exit code %d: %s".formatted(name, process.exitValue(), log.explain()));
      }
      long now = System.nanoTime();
      if (now - begin > LIMIT.toNanos()) {
        throw new IOException(
            "%s is not ready after %d minutes: %s"
                .formatted(name, LIMIT.toMinutes(), log.explain()));
      }
      if (now > nextWord) {
        nextWord = now + PATIENCE.toNanos();
        LOG.info(
            "{} is still starting after {} s, probably recovering from a crash: {}",
            name,
            (now - begin) / 1_000_000_000,
            log.explain());
      }
    }
  }
}
