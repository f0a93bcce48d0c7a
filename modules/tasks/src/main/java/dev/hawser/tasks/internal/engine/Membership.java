package dev.hawser.tasks.internal.engine;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.time.StopSignal;
import dev.hawser.tasks.EngineSettings;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.interpreter.Host.FencedException;
import dev.hawser.tasks.internal.store.Replicas;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process among the replicas: its epoch and its heartbeat. A replica that cannot say that it
 * is alive for as long as the others wait stops sending anything out, by its own monotonic clock;
 * what it still writes is refused by the epoch in the statement.
 */
@Singleton
final class Membership {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
  private static final ErrorCode NOT_READY = new ErrorCode("tasks.engine-not-ready");

  private static final ErrorCode SILENT = new ErrorCode("tasks.replica-silent");

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Replicas replicas;
  private final String node;
  private final Duration silence;
  private volatile long epoch;
  private volatile long aliveUntilNanos;
  private volatile long streakSinceNanos;
  private volatile boolean beating = true;
  private final StopSignal left = new StopSignal();

  Membership(Replicas replicas, SettingValues settings) {
    this.replicas = replicas;
    this.node = settings.find(EngineSettings.NODE).orElseGet(() -> UUID.randomUUID().toString());
    this.silence = settings.get(EngineSettings.REPLICA_SILENCE);
  }

  /** The epoch under which new executions are taken. */
  long epoch() {
    long now = epoch;
    if (now == 0) {
      throw new HawserException.Unavailable(
          NOT_READY, "The engine is starting or stopping; try again", null);
    }
    return now;
  }

  /** Whether what belongs to the epoch may still act. */
  boolean owns(long someEpoch) {
    return someEpoch == epoch && System.nanoTime() - aliveUntilNanos < 0;
  }

  /**
   * Checks that what belongs to the epoch may act.
   *
   * @throws HawserException.Unavailable when that cannot be known now: the epoch is still this
   *     replica's, but it was silent for so long that others may have taken over
   * @throws FencedException when the epoch is a former one
   */
  void requireOwned(long someEpoch) throws FencedException {
    if (owns(someEpoch)) {
      return;
    }
    if (isCurrent(someEpoch)) {
      throw new HawserException.Unavailable(
          SILENT, "Postgres (tasks) has not answered this replica for " + silence, null);
    }
    throw new FencedException();
  }

  /** Whether this replica still goes by the epoch, alive or not. */
  boolean isCurrent(long someEpoch) {
    return someEpoch == epoch;
  }

  /** Joins under a new epoch; gives what former lives of this node left behind. */
  synchronized List<ExecutionId> join() throws SQLException {
    long asked = System.nanoTime();
    Replicas.Registration registration = replicas.register(node);
    epoch = registration.epoch();
    aliveUntilNanos = asked + silence.toNanos();
    streakSinceNanos = asked;
    LOG.info(
        "Joined as epoch {}; {} executions of a former life go on",
        epoch,
        registration.released().size());
    return registration.released();
  }

  /** One beat; joins anew when the others gave this replica up. Gives executions to announce. */
  synchronized List<ExecutionId> beat() {
    long mine = epoch;
    if (mine == 0 || left.isGiven()) {
      return List.of();
    }
    long asked = System.nanoTime();
    try {
      if (!replicas.heartbeat(mine)) {
        LOG.warn("Epoch {} was declared dead; its executions were handed to others", mine);
        return join();
      }
      if (!beating) {
        streakSinceNanos = asked;
        LOG.info("Postgres (tasks) answers again");
      }
      beating = true;
      aliveUntilNanos = asked + silence.toNanos();
    } catch (SQLException e) {
      if (beating) {
        LOG.warn("No heartbeat: Postgres (tasks) does not answer: {}", e.getMessage());
      }
      beating = false;
    }
    return List.of();
  }

  /**
   * Whether this replica's own heartbeats went through long enough to judge the others: after an
   * outage of Postgres everybody looks dead for a moment.
   */
  boolean mayJudge() {
    return epoch != 0 && beating && System.nanoTime() - streakSinceNanos > silence.toNanos();
  }

  /** Between two beats: some may be late before the others notice. */
  Duration beatPause() {
    Duration quarter = silence.dividedBy(4);
    return quarter.compareTo(LONGEST_PAUSE) < 0 ? quarter : LONGEST_PAUSE;
  }

  /** Waits between two beats; true as soon as this replica has left. */
  boolean leavesWithin(Duration pause) {
    return left.comesWithin(pause);
  }

  Duration silence() {
    return silence;
  }

  /** Leaves; gives the executions that were handed back. */
  List<ExecutionId> leave() throws SQLException {
    left.give();
    synchronized (this) { // a beat that is under way may join anew
      long mine = epoch;
      epoch = 0;
      return mine == 0 ? List.of() : replicas.leave(mine);
    }
  }
}
