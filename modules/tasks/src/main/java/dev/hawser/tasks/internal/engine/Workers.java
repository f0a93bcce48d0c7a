package dev.hawser.tasks.internal.engine;

import dev.hawser.core.lock.LeaderElection;
import dev.hawser.core.lock.Leadership;
import dev.hawser.core.redis.RedisStore;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.queue.RedisExecutionQueue;
import dev.hawser.tasks.internal.store.OpenExecution;
import dev.hawser.tasks.internal.store.OpenExecutions;
import dev.hawser.tasks.internal.store.Replicas;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loops around the engine: heartbeat, reading the queue, looking into Postgres, and the
 * leader's duties.
 */
@Context
final class Workers {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final Duration LEAD = Duration.ofMillis(500);
  private static final Duration HAND_OVER = Duration.ofSeconds(2);

  /** Of the leader's rounds, as looking for strays reads all open executions. */
  private static final int STRAYS_EVERY = 10;

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration ROOM_PAUSE = Duration.ofMillis(5);
  private static final int CLAIM = 128;
  private static final int WAKE = 1_000;

  private final Engine engine;
  private final RunContext context;
  private final Membership membership;
  private final OpenExecutions open;
  private final Replicas replicas;
  private final RedisExecutionQueue queue;
  private final RedisStore system;
  private final InstantSource clock;

  private @Nullable Thread leading;

  /** Only for the one thread that leads. */
  private long leads;

  Workers(
      Engine engine,
      RunContext context,
      Membership membership,
      OpenExecutions open,
      Replicas replicas,
      RedisExecutionQueue queue,
      @Named("system") RedisStore system,
      InstantSource clock) {
    this.engine = engine;
    this.context = context;
    this.membership = membership;
    this.open = open;
    this.replicas = replicas;
    this.queue = queue;
    this.system = system;
    this.clock = clock;
  }

  @EventListener
  void start(StartupEvent event) throws SQLException {
    queue.enqueue(membership.join());
    Duration beat = membership.beatPause();
    thread(
        "heartbeat",
        () ->
            repeat(
                "heartbeat",
                () -> queue.enqueue(membership.beat()),
                () -> membership.leavesWithin(beat)));
    thread("poll", () -> repeat("poll", this::poll, () -> context.stopsWithin(POLL)));
    leading = thread("lead", this::lead);
    thread("queue", this::readQueue);
  }

  private interface Duty {
    void run() throws SQLException;
  }

  private static Thread thread(String name, Runnable body) {
    return Thread.ofVirtual().name("tasks-" + name).start(body);
  }

  /** Repeats a duty, with a pause after each round that says whether to end; no failure ends it. */
  private static void repeat(String name, Duty duty, BooleanSupplier endsInPause) {
    boolean failing = false;
    do {
      try {
        duty.run();
        failing = false;
      } catch (SQLException | RuntimeException e) {
        if (!failing) {
          LOG.warn("The {} loop of the engine has trouble and goes on: {}", name, e.toString());
        }
        failing = true;
      }
    } while (!endsInPause.getAsBoolean());
  }

  /**
   * Finds what Redis forgot or never heard of. In normal running it finds nothing; a backlog it
   * works off without pauses.
   */
  private void poll() throws SQLException {
    boolean backlog = false;
    do {
      int room = Math.min(engine.roomLeft(), CLAIM);
      if (room > 0) {
        List<OpenExecution> claimed = open.claim(membership.epoch(), room);
        engine.resume(claimed);
        backlog = claimed.size() == room;
      }
    } while (backlog && !context.stopsWithin(ROOM_PAUSE));
  }

  /** A replica that stops takes no more work, and hands the leadership over first of all. */
  private void lead() {
    try (LeaderElection election = new LeaderElection(system, "tasks")) {
      repeat("lead", () -> lead(election.current()), () -> context.stopsWithin(LEAD));
    }
  }

  private void lead(Optional<Leadership> leadership) throws SQLException {
    if (leadership.isEmpty()) {
      return;
    }
    List<ExecutionId> due = replicas.wake(leadership.get(), clock.instant(), WAKE);
    queue.enqueue(due);
    if (membership.mayJudge()) {
      requeue(replicas.takeOver(leadership.get(), membership.silence()));
    }
    if (++leads % STRAYS_EVERY == 0) {
      requeue(replicas.takeOverStrays(leadership.get()));
    }
  }

  private void requeue(List<ExecutionId> orphans) {
    if (!orphans.isEmpty()) {
      LOG.warn("{} executions of a dead replica are queued again", orphans.size());
      queue.enqueue(orphans);
    }
  }

  private void readQueue() {
    boolean failing = false;
    while (!context.isStopping()) {
      try (RedisExecutionQueue.Reader reader = queue.reader("epoch-" + membership.epoch())) {
        failing = false;
        while (!context.isStopping()) {
          int room = Math.min(engine.roomLeft(), CLAIM);
          if (room == 0) {
            context.stopsWithin(ROOM_PAUSE);
            continue;
          }
          List<ExecutionId> ids = reader.take(room);
          if (!ids.isEmpty()) {
            engine.resume(open.claim(membership.epoch(), ids));
          }
        }
      } catch (SQLException | RuntimeException e) {
        if (!failing) {
          LOG.warn(
              "The queue is not read for now; waiting executions are found in Postgres: {}",
              e.toString());
        }
        failing = true;
        context.stopsWithin(PAUSE);
      }
    }
  }

  /**
   * In order: take nothing more, let running executions end, hand back the rest. Until then the
   * replica says that it is alive, so that nobody else takes what it still runs.
   */
  @PreDestroy
  void stop() {
    engine.stopTaking();
    try {
      if (leading != null) {
        leading.join(HAND_OVER); // while Redis is there
      }
      if (!engine.awaitIdle()) {
        LOG.warn(
            "{} executions are handed back; other replicas or the next start go on with them",
            engine.runningNow());
      }
      queue.enqueue(membership.leave());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      LOG.warn(
          "Executions could not be handed back; they are taken over later: {}", e.getMessage());
    }
  }
}
