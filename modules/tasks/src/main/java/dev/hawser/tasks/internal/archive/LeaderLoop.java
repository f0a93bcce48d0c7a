package dev.hawser.tasks.internal.archive;

import dev.hawser.core.lock.Leadership;
import dev.hawser.core.time.StopSignal;
import dev.hawser.storage.BlobException;
import dev.hawser.tasks.internal.store.Pace;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a duty while this replica leads. No failure ends it: it waits longer and longer, up to
 * half a minute, and says once that it has trouble and once that it has none any more.
 *
 * <p>A thread of the operating system, because the duties compute: a virtual one would take its
 * turns from the executions.
 */
public final class LeaderLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderLoop.class);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(10);

  /** What the leader does. */
  @FunctionalInterface
  public interface Duty {
    /** One round of it; gives the pause until the next. */
    Duration run(Leadership leadership, Pace pace) throws SQLException;
  }

  private final String what;
  private final Supplier<Optional<Leadership>> leader;
  private final Duty duty;
  private final StopSignal stopping = new StopSignal();
  private final Thread thread;
  private Duration pauseAfterFailure = FIRST_PAUSE;
  private boolean failing;

  /**
   * @param name of the thread
   * @param what for log lines: {@code the archive of ended executions}
   */
  public LeaderLoop(String name, String what, Supplier<Optional<Leadership>> leader, Duty duty) {
    this.what = what;
    this.leader = leader;
    this.duty = duty;
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::loop);
  }

  /** Lets the round that runs come to its end, for at most ten seconds. */
  @Override
  public void close() {
    stopping.give();
    try {
      if (!thread.join(STOP)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    Duration pause = Duration.ZERO;
    while (!stopping.comesWithin(pause)) {
      pause = leader.get().map(this::attempt).orElse(IDLE);
    }
  }

  private Duration attempt(Leadership leadership) {
    try {
      Duration pause = duty.run(leadership, new HalfPace(stopping));
      if (failing) {
        LOG.info("No trouble any more with {}", what);
      }
      failing = false;
      pauseAfterFailure = FIRST_PAUSE;
      return pause;
    } catch (SQLException | RuntimeException e) {
      if (!failing) {
        say(e);
      }
      failing = true;
      Duration pause = pauseAfterFailure;
      Duration twice = pause.multipliedBy(2);
      pauseAfterFailure = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
      return pause;
    }
  }

  private void say(Exception e) {
    if (e instanceof SQLException || e instanceof BlobException) {
      LOG.warn("Trouble with {}; it goes on when it can: {}", what, e.toString());
    } else {
      LOG.error("Trouble with {}; it is tried again", what, e);
    }
  }
}
