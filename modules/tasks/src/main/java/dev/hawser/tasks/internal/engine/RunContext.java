package dev.hawser.tasks.internal.engine;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.postgres.GroupCommitter;
import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.core.tenancy.ProjectState;
import dev.hawser.core.tenancy.Projects;
import dev.hawser.core.time.StopSignal;
import dev.hawser.tasks.EngineSettings;
import dev.hawser.tasks.internal.interpreter.Host.FencedException;
import dev.hawser.tasks.internal.store.EndExecution;
import dev.hawser.tasks.internal.store.InsertJournal;
import dev.hawser.tasks.internal.store.InsertOpen;
import dev.hawser.tasks.internal.store.OpenExecution;
import dev.hawser.tasks.internal.store.StoredValues;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all runs of this replica share. */
@Singleton
final class RunContext {
  private static final int COMMIT_THREADS = 2;
  private static final int COMMIT_QUEUE = 10_000;
  private static final Duration STORE_PAUSE = Duration.ofMillis(100);
  private static final Duration SLOW = Duration.ofSeconds(1);

  private final InsertOpen insertOpen = new InsertOpen();
  private final InsertJournal insertJournal = new InsertJournal();
  private final EndExecution endExecution = new EndExecution();
  private final GroupCommitter committer;
  private final Membership membership;
  private final RequestSender sender;
  private final FunctionSteps functions;
  private final StoredValues values;
  private final Responses responses;
  private final Projects projects;
  private final InstantSource clock;
  private final Duration parkAfter;
  private final StopSignal stopping = new StopSignal();
  private final AtomicLong stoppedAtNanos = new AtomicLong();
  private final Logger log = LoggerFactory.getLogger(Engine.class);
  private final ScheduledThreadPoolExecutor slow =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("slow-steps").factory());

  RunContext(
      @Named("tasks") DataSource dataSource,
      Membership membership,
      RequestSender sender,
      FunctionSteps functions,
      StoredValues values,
      Responses responses,
      Projects projects,
      InstantSource clock,
      SettingValues settings) {
    this.membership = membership;
    this.sender = sender;
    this.functions = functions;
    this.values = values;
    this.responses = responses;
    this.projects = projects;
    this.clock = clock;
    this.parkAfter = settings.get(EngineSettings.PARK_AFTER);
    this.slow.setRemoveOnCancelPolicy(true);
    this.committer =
        new GroupCommitter(
            "tasks",
            PlainDataSources.plain(dataSource),
            List.of(insertOpen, insertJournal, endExecution),
            COMMIT_THREADS,
            COMMIT_QUEUE,
            settings.get(EngineSettings.COMMIT_LINGER));
  }

  GroupCommitter committer() {
    return committer;
  }

  InsertOpen insertOpen() {
    return insertOpen;
  }

  InsertJournal insertJournal() {
    return insertJournal;
  }

  EndExecution endExecution() {
    return endExecution;
  }

  Membership membership() {
    return membership;
  }

  RequestSender sender() {
    return sender;
  }

  FunctionSteps functions() {
    return functions;
  }

  StoredValues values() {
    return values;
  }

  Responses responses() {
    return responses;
  }

  Projects projects() {
    return projects;
  }

  /** Whether nothing of the execution may go on or be kept, because its project is deleted. */
  boolean isGone(OpenExecution execution) {
    return projects.state(execution.project()) == ProjectState.GONE;
  }

  InstantSource clock() {
    return clock;
  }

  Duration parkAfter() {
    return parkAfter;
  }

  Logger log() {
    return log;
  }

  /**
   * Runs the task on a thread of its own unless the returned handle is cancelled within a second.
   */
  Future<?> whenSlow(Runnable task) {
    return slow.schedule(
        () -> Thread.startVirtualThread(task), SLOW.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits; true as soon as the engine stops. */
  boolean stopsWithin(Duration pause) {
    return stopping.comesWithin(pause);
  }

  /**
   * Repeats a write to the blob store until it succeeds: what the steps gave is in memory, and
   * running them again is no way to store it.
   *
   * @throws FencedException when the replica stops or goes by another epoch: what is durable is
   *     handed back
   */
  <T> T untilStored(OpenExecution execution, Supplier<T> write) throws FencedException {
    Backoff backoff = new Backoff(STORE_PAUSE);
    while (true) {
      try {
        return write.get();
      } catch (HawserException.Unavailable e) {
        if (backoff.isFirst()) {
          log.warn(
              "Execution {} waits: {}: {}",
              execution.id(),
              e.getMessage(),
              String.valueOf(e.getCause()));
        }
        if (stopsWithin(backoff.next()) || !membership.isCurrent(execution.epoch())) {
          throw new FencedException();
        }
      }
    }
  }

  boolean isStopping() {
    return stopping.isGiven();
  }

  void stop() {
    stoppedAtNanos.compareAndSet(0, System.nanoTime());
    stopping.give();
  }

  /** What is left of a time limit that began when the engine was first told to stop. */
  Duration leftAfterStop(Duration limit) {
    Duration gone = Duration.ofNanos(System.nanoTime() - stoppedAtNanos.get());
    Duration left = limit.minus(gone);
    return left.isNegative() ? Duration.ZERO : left;
  }

  @PreDestroy
  void close() {
    stop();
    slow.shutdownNow();
    committer.close();
  }
}
