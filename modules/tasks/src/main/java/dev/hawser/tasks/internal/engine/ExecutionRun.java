package dev.hawser.tasks.internal.engine;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.engine.RequestSender.Sending;
import dev.hawser.tasks.internal.interpreter.FileRef;
import dev.hawser.tasks.internal.interpreter.Host;
import dev.hawser.tasks.internal.interpreter.Interpreter;
import dev.hawser.tasks.internal.interpreter.Outcome;
import dev.hawser.tasks.internal.interpreter.ResolvedRequest;
import dev.hawser.tasks.internal.interpreter.StepError;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.interpreter.StepStatus;
import dev.hawser.tasks.internal.store.EndedExecution;
import dev.hawser.tasks.internal.store.JournalEntry;
import dev.hawser.tasks.internal.store.OpenExecution;
import dev.hawser.tasks.internal.store.OpenExecutions.Journal;
import dev.hawser.tasks.internal.store.StoredValues.Encoded;
import dev.hawser.tasks.internal.store.ValueTooLargeException;
import dev.hawser.tasks.internal.store.Written;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.StepPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One execution while this replica runs it: the interpreter's host. Belongs to one virtual thread.
 */
final class ExecutionRun implements Host {
  /** A former owner wrote the next place of the journal: what this run has is not the truth. */
  static final class StaleJournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleJournalException() {
      super(null, null, false, false);
    }
  }

  /** Types of steps that count as tasks when they succeed. */
  private static final Set<String> TASKS = Set.of("request", "function");

  private static final Duration RUNNER_PAUSE = Duration.ofMillis(500);

  private final OpenExecution execution;
  private final RunContext context;
  private final ExecutionSecrets secrets;
  private final List<StepRecord> records;
  private final Instant startedAt;

  /** Guards {@link #records}; never held while something is written. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Held by the one thread that writes; guards what is below. */
  private final ReentrantLock writing = new ReentrantLock();

  private boolean over;
  private int durable;
  private int nextSeq;

  /** For an execution that is only to be ended. */
  ExecutionRun(OpenExecution execution, Journal journal, RunContext context) {
    this(execution, journal, ExecutionSecrets.NONE, context);
  }

  ExecutionRun(
      OpenExecution execution, Journal journal, ExecutionSecrets secrets, RunContext context) {
    this.execution = execution;
    this.secrets = secrets;
    this.context = context;
    this.records = new ArrayList<>(journal.records());
    this.durable = records.size();
    this.nextSeq = journal.nextSeq();
    this.startedAt = records.isEmpty() ? context.clock().instant() : records.getFirst().startedAt();
  }

  /**
   * Runs to the end state, or until it is parked or somebody else's.
   *
   * @param done what the journal has, with all values that the interpreter needs
   */
  Ending run(Plan plan, Map<String, ? extends @Nullable Object> roots, List<StepRecord> done) {
    try {
      Interpreter interpreter = new Interpreter(plan, execution.id().value(), roots, done, this);
      return switch (interpreter.run(startedAt)) {
        case Outcome.Succeeded ok -> end(ExecutionStatus.SUCCEEDED, null);
        case Outcome.Failed failed -> end(ExecutionStatus.FAILED, failed.error());
      };
    } catch (FencedException e) {
      return Ending.FENCED;
    } catch (ParkedException e) {
      return Ending.PARKED;
    } finally {
      endWriting();
    }
  }

  /** Ends the execution without running it further. */
  Ending fail(Object error) {
    try {
      return end(ExecutionStatus.FAILED, error);
    } catch (FencedException e) {
      return Ending.FENCED;
    } finally {
      endWriting();
    }
  }

  /** What still waits to be written in the background is not: another run may have begun. */
  private void endWriting() {
    writing.lock();
    try {
      over = true;
    } finally {
      writing.unlock();
    }
  }

  /** What is known of the steps now; safe from any thread. */
  List<StepRecord> snapshot() {
    lock.lock();
    try {
      return List.copyOf(records);
    } finally {
      lock.unlock();
    }
  }

  Instant startedAt() {
    return startedAt;
  }

  /** What a project that is deleted has begun is not gone on with, and not kept. */
  private void requireProject() throws FencedException {
    if (context.isGone(execution)) {
      throw new FencedException();
    }
  }

  private Ending end(ExecutionStatus status, @Nullable Object error) throws FencedException {
    requireProject();
    writing.lock();
    try {
      List<StepRecord> all = snapshot();
      long tasks =
          all.stream()
              .filter(r -> r.status() == StepStatus.SUCCEEDED && TASKS.contains(r.type()))
              .count();
      if (execution.trigger() == TriggerKind.TEST) {
        tasks = 0;
      }
      Encoded encoded = encode(all, Patience.UNTIL_STORED);
      byte[] reason =
          error == null
              ? null
              : context.untilStored(
                  execution, () -> context.values().column(execution.id(), Json.write(error)));
      EndedExecution ended =
          new EndedExecution(
              execution,
              status,
              startedAt,
              context.clock().instant(),
              (int) tasks,
              nextSeq > 0,
              encoded.bytes(),
              reason);
      if (context.committer().submit(context.endExecution(), ended).join() != Written.YES) {
        return Ending.FENCED;
      }
      context.responses().ended(execution.id(), all, status, error);
      return status == ExecutionStatus.SUCCEEDED ? Ending.SUCCEEDED : Ending.FAILED;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public Instant now() {
    return context.clock().instant();
  }

  @Override
  public StepRecord record(StepRecord record) {
    StepRecord kept = secrets.redact(record);
    lock.lock();
    try {
      records.add(kept);
    } finally {
      lock.unlock();
    }
    return kept;
  }

  @Override
  public void flush() throws FencedException {
    write(null, Patience.UNTIL_STORED);
  }

  /** What to do while large values cannot be stored. */
  private enum Patience {
    ONE_ATTEMPT,
    UNTIL_STORED
  }

  private void write(@Nullable Instant parkUntil, Patience patience) throws FencedException {
    requireProject();
    writing.lock();
    try {
      List<StepRecord> all = snapshot();
      if (over || (durable == all.size() && parkUntil == null)) {
        return;
      }
      Encoded encoded = encode(all.subList(durable, all.size()), patience);
      JournalEntry entry =
          new JournalEntry(
              execution.project(),
              execution.id(),
              nextSeq,
              execution.epoch(),
              encoded.bytes(),
              parkUntil);
      switch (context.committer().submit(context.insertJournal(), entry).join()) {
        case YES -> {
          context.responses().durable(execution.id(), all.subList(durable, all.size()));
          replace(durable, encoded.records());
          durable = all.size();
          nextSeq++;
        }
        case FENCED -> throw new FencedException();
        case CONFLICT -> throw new StaleJournalException();
      }
    } finally {
      writing.unlock();
    }
  }

  /** From now on these records name their payloads: neither is written again. */
  private void replace(int from, List<StepRecord> stored) {
    lock.lock();
    try {
      for (int i = 0; i < stored.size(); i++) {
        records.set(from + i, stored.get(i));
      }
    } finally {
      lock.unlock();
    }
  }

  private Encoded encode(List<StepRecord> list, Patience patience) throws FencedException {
    Supplier<Encoded> encoding = () -> context.values().encode(execution.id(), list);
    return patience == Patience.ONE_ATTEMPT
        ? encoding.get()
        : context.untilStored(execution, encoding);
  }

  @Override
  public Completed send(
      StepPlan.Request step, ResolvedRequest request, String idempotencyKey, Instant deadline)
      throws StepFailedException, FencedException {
    context.membership().requireOwned(execution.epoch());
    requireProject();
    Duration remaining = Duration.between(now(), deadline);
    Future<?> showProgress = context.whenSlow(this::flushInBackground);
    try {
      Sending sending = new Sending(execution.project(), execution.id(), idempotencyKey, remaining);
      return new Completed(context.sender().send(step, request, sending), null);
    } finally {
      showProgress.cancel(false);
    }
  }

  @Override
  public Completed call(StepPlan.Function step, @Nullable Object input, Instant deadline)
      throws StepFailedException, FencedException {
    requireProject();
    Future<?> showProgress = context.whenSlow(this::flushInBackground);
    Backoff backoff = new Backoff(RUNNER_PAUSE);
    try {
      while (true) {
        try {
          Duration remaining = Duration.between(now(), deadline);
          return context.functions().call(execution.project(), step, input, remaining);
        } catch (HawserException.Unavailable e) {
          awaitRunner(backoff, deadline, e);
        }
      }
    } finally {
      showProgress.cancel(false);
    }
  }

  /**
   * What is done by now is made durable first: should this go on elsewhere, it is not done again.
   */
  private void awaitRunner(Backoff backoff, Instant deadline, HawserException.Unavailable reason)
      throws StepFailedException, FencedException {
    if (backoff.isFirst()) {
      context.log().warn("Execution {} waits: {}", execution.id(), reason.getMessage());
    }
    flush();
    if (context.stopsWithin(backoff.next()) || !context.membership().isCurrent(execution.epoch())) {
      throw new FencedException();
    }
    if (!now().isBefore(deadline)) {
      String message = "No sandbox could be had for the function within the execution's time";
      throw new StepFailedException(new StepError("timeout", message, Map.of()), null);
    }
  }

  @Override
  public Map<String, Object> file(FileRef file) throws StepFailedException {
    return context.sender().file(execution.project(), file);
  }

  /** History on other replicas shows what ended before a step that takes long. */
  private void flushInBackground() {
    try {
      write(null, Patience.ONE_ATTEMPT);
    } catch (FencedException
        | StaleJournalException
        | ValueTooLargeException
        | HawserException.Unavailable
        | HawserException.LimitExceeded
        | CompletionException e) {
      // The run itself meets the same when it writes next, and acts on it.
      context.log().debug("Progress of {} was not written", execution.id(), e);
    }
  }

  @Override
  public void waitUntil(Instant moment) throws ParkedException, FencedException {
    Duration pause = Duration.between(now(), moment);
    if (pause.compareTo(context.parkAfter()) > 0) {
      write(moment, Patience.UNTIL_STORED);
      throw new ParkedException();
    }
    flush();
    if (context.stopsWithin(pause)) {
      throw new FencedException(); // what is durable is handed back when the process leaves
    }
  }

  @Override
  public double random() {
    return ThreadLocalRandom.current().nextDouble();
  }

  /** How this replica's part in an execution ended. */
  enum Ending {
    SUCCEEDED,
    FAILED,
    PARKED,
    FENCED
  }
}
