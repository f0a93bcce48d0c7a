package dev.hawser.tasks.internal.engine;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.RequestTrace;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.EngineSettings;
import dev.hawser.tasks.ExecutionEngine;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.engine.ExecutionRun.Ending;
import dev.hawser.tasks.internal.engine.ExecutionRun.StaleJournalException;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.payload.PayloadLostException;
import dev.hawser.tasks.internal.queue.RedisExecutionQueue;
import dev.hawser.tasks.internal.store.Accepted;
import dev.hawser.tasks.internal.store.NewExecution;
import dev.hawser.tasks.internal.store.OpenExecution;
import dev.hawser.tasks.internal.store.OpenExecutions;
import dev.hawser.tasks.internal.store.OpenExecutions.Journal;
import dev.hawser.tasks.internal.store.ValueTooLargeException;
import dev.hawser.workflows.DeployedWorkflow;
import dev.hawser.workflows.DeployedWorkflows;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts executions and runs them, each on a virtual thread of its own. */
@Singleton
public final class Engine implements ExecutionEngine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final ErrorCode NOT_STORED = new ErrorCode("tasks.not-stored-in-time");
  private static final ErrorCode BUSY = new ErrorCode("tasks.busy");
  private static final ErrorCode KEY_REUSED = new ErrorCode("core.idempotency-key-reused");
  private static final Duration ACCEPT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FOR_EVER = Duration.ofDays(1);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

  private final RunContext context;
  private final DeployedWorkflows workflows;
  private final OpenExecutions open;
  private final StoredInputs inputs;
  private final SecretReader secrets;
  private final RedisExecutionQueue queue;
  private final EngineMetrics metrics;
  private final Uuid7 ids;
  private final int maxRunning;
  private final Duration drain;
  private final Semaphore room;
  private final Map<ExecutionId, ExecutionRun> running = new ConcurrentHashMap<>();

  Engine(
      RunContext context,
      DeployedWorkflows workflows,
      OpenExecutions open,
      StoredInputs inputs,
      SecretReader secrets,
      RedisExecutionQueue queue,
      EngineMetrics metrics,
      Uuid7 ids,
      SettingValues settings) {
    this.context = context;
    this.workflows = workflows;
    this.open = open;
    this.inputs = inputs;
    this.secrets = secrets;
    this.queue = queue;
    this.metrics = metrics;
    this.ids = ids;
    this.maxRunning = settings.get(EngineSettings.MAX_RUNNING);
    this.drain = settings.get(EngineSettings.DRAIN);
    this.room = new Semaphore(maxRunning);
    metrics.watch(context.committer(), this::runningNow);
  }

  /**
   * Accepts an execution: when this returns, it is committed. It runs here when there is room, else
   * on the replica that takes it from the queue.
   *
   * @throws HawserException.LimitExceeded when too many wait for their commit
   * @throws HawserException.Unavailable when it could not be stored in time; it may still run
   */
  public ExecutionId accept(StartRequest request) {
    return accept(newId(), request);
  }

  /** An id for an execution that is about to be accepted. */
  public ExecutionId newId() {
    return new ExecutionId(ids.next());
  }

  /**
   * The same under an id that the caller took before.
   *
   * @return another id when the request's idempotency key was used before
   * @throws HawserException.Conflict when its project is archived
   * @throws HawserException.NotFound when its project is deleted
   */
  public ExecutionId accept(ExecutionId id, StartRequest request) {
    context.projects().requireActive(request.workflow().project());
    if (context.log().isDebugEnabled()) {
      String trace = RequestTrace.within(id.value()).traceId();
      context.log().debug("Accepting execution {}, whose requests are in trace {}", id, trace);
    }
    byte[] input = inputs.column(id, request.input(), ACCEPT_TIMEOUT);
    long epoch = context.membership().epoch(); // the latest: storing the input may have taken long
    boolean here = room.tryAcquire();
    if (!here && request.trigger() == TriggerKind.TEST) {
      throw new HawserException.LimitExceeded(
          BUSY, "Too many executions run on this replica for a test now", Duration.ofSeconds(1));
    }
    OpenExecution execution = openRow(request, id, epoch, here, input);
    CompletableFuture<Accepted> stored;
    try {
      stored =
          context
              .committer()
              .submit(
                  context.insertOpen(),
                  new NewExecution(execution, request.claim(), request.note()));
    } catch (HawserException e) {
      if (here) {
        room.release();
      }
      throw e;
    }
    stored =
        stored.whenComplete((accepted, error) -> afterAccept(execution, request, here, accepted));
    try {
      return switch (stored.get(ACCEPT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        case Accepted.Fresh fresh -> fresh.id();
        case Accepted.Before before -> before.id();
        case Accepted.KeyReused reused ->
            throw new HawserException.Invalid(
                KEY_REUSED,
                "This Idempotency-Key was used for a request with another content",
                List.of());
      };
    } catch (TimeoutException | ExecutionException e) {
      throw new HawserException.Unavailable(
          NOT_STORED, "The execution could not be stored in time; it may or may not run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HawserException.Unavailable(NOT_STORED, "The server is stopping", e);
    }
  }

  private static OpenExecution openRow(
      StartRequest request, ExecutionId id, long epoch, boolean here, byte[] input) {
    DeployedWorkflow workflow = request.workflow();
    return new OpenExecution(
        workflow.project(),
        id,
        workflow.id(),
        workflow.version(),
        request.trigger(),
        here ? ExecutionStatus.RUNNING : ExecutionStatus.QUEUED,
        epoch,
        null,
        request.replayOf(),
        input);
  }

  private void afterAccept(
      OpenExecution execution, StartRequest request, boolean here, @Nullable Accepted accepted) {
    if (!(accepted instanceof Accepted.Fresh)) {
      if (here) {
        room.release();
      }
    } else if (here) {
      Journal fresh = new Journal(request.given(), 0);
      start(
          execution,
          () -> runOnce(execution, request.workflow(), request.input(), fresh, request.given()));
    } else {
      metrics.queued();
      queue.enqueue(List.of(execution.id()));
    }
  }

  /** How many more executions this replica can take. */
  int roomLeft() {
    return context.isStopping() ? 0 : room.availablePermits();
  }

  int runningNow() {
    return maxRunning - room.availablePermits();
  }

  /** Runs executions that were claimed for this replica, from their journals. */
  void resume(List<OpenExecution> claimed) {
    for (OpenExecution execution : claimed) {
      room.acquireUninterruptibly(); // the caller asked roomLeft; accepting may have taken some of
      // it meanwhile
      start(execution, () -> load(execution));
    }
  }

  /** The steps so far of an execution that runs here, with those that are not durable yet. */
  public Optional<List<StepRecord>> stepsOf(ExecutionId id) {
    return Optional.ofNullable(running.get(id)).map(ExecutionRun::snapshot);
  }

  /** Whether this replica takes nothing more, because its process is about to end. */
  public boolean isStopping() {
    return context.isStopping();
  }

  /** How long this replica goes on with what it runs; very long while it is not told to stop. */
  public Duration leftToRun() {
    return context.isStopping() ? context.leftAfterStop(drain) : FOR_EVER;
  }

  private interface Attempt {
    Ending run() throws SQLException;
  }

  private void start(OpenExecution execution, Attempt attempt) {
    Thread.startVirtualThread(
        () -> {
          try {
            metrics.ended(execution, complete(execution, attempt));
          } finally {
            running.remove(execution.id());
            room.release();
          }
        });
  }

  /**
   * Tries until the execution has ended, is parked or is not ours: transient trouble does not lose
   * it.
   */
  private Ending complete(OpenExecution execution, Attempt first) {
    Attempt attempt = first;
    Attempt again = () -> load(execution);
    Backoff backoff = new Backoff(RETRY_PAUSE);
    while (true) {
      try {
        Ending ending = attempt.run();
        if (ending == Ending.FENCED && context.isGone(execution)) {
          open.stop(execution);
        }
        return ending;
      } catch (StaleJournalException e) {
        LOG.debug("Execution {} starts again from its journal", execution.id());
      } catch (HawserException.Unavailable | HawserException.LimitExceeded | SQLException e) {
        if (backoff.isFirst()) {
          LOG.warn("Execution {} waits: {}", execution.id(), e.getMessage());
        }
        if (context.stopsWithin(backoff.next())) {
          return Ending.FENCED;
        }
      } catch (ValueTooLargeException e) {
        again = () -> failFromJournal(execution, EngineErrors.tooLarge(e));
      } catch (RuntimeException | Error e) { // an Error must not leave it open for ever either
        LOG.error("Execution {} failed because of a bug", execution.id(), e);
        if (context.stopsWithin(RETRY_PAUSE)) {
          return Ending.FENCED;
        }
        again = () -> failFromJournal(execution, EngineErrors.BUG);
      }
      attempt = again;
    }
  }

  /** Ends an execution with what is durable of it. */
  private Ending failFromJournal(OpenExecution execution, Object error) throws SQLException {
    return new ExecutionRun(execution, open.journal(execution.id()), context).fail(error);
  }

  private Ending load(OpenExecution execution) throws SQLException {
    if (context.isGone(execution)) {
      return Ending.FENCED;
    }
    Journal journal = open.journal(execution.id());
    Optional<DeployedWorkflow> workflow =
        workflows.findVersion(execution.workflow(), execution.version());
    if (workflow.isEmpty()) {
      Object error =
          execution.trigger() == TriggerKind.TEST
              ? EngineErrors.TEST_INTERRUPTED
              : EngineErrors.VERSION_MISSING;
      return new ExecutionRun(execution, journal, context).fail(error);
    }
    try {
      Object input = inputs.input(execution.id(), execution.input());
      List<StepRecord> done = inputs.forResuming(execution.id(), journal.records());
      return runOnce(execution, workflow.get(), input, journal, done);
    } catch (PayloadLostException e) {
      LOG.error("Execution {} fails: {}", execution.id(), e.getMessage(), e);
      return new ExecutionRun(execution, journal, context).fail(EngineErrors.lost(e));
    }
  }

  private Ending runOnce(
      OpenExecution execution,
      DeployedWorkflow workflow,
      @Nullable Object input,
      Journal journal,
      List<StepRecord> done) {
    ExecutionSecrets known = secrets.read(execution.project(), workflow.plan(), execution.id());
    ExecutionRun run = new ExecutionRun(execution, journal, known, context);
    running.put(execution.id(), run);
    Map<String, @Nullable Object> roots = new LinkedHashMap<>();
    roots.put("trigger", input);
    roots.put(
        "execution",
        Map.of("id", execution.id().toString(), "startedAt", run.startedAt().toString()));
    roots.put("project", project(execution.project()));
    roots.put("secrets", known.values());
    return run.run(workflow.plan(), roots, done);
  }

  private static Map<String, Object> project(ProjectId id) {
    return Map.of("id", id.toString());
  }

  @Override
  public void stopTaking() {
    context.stop();
  }

  @Override
  public boolean awaitIdle() throws InterruptedException {
    if (!room.tryAcquire(maxRunning, leftToRun().toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    room.release(maxRunning);
    return true;
  }
}
