package dev.hawser.tasks.internal.interpreter;

import dev.hawser.tasks.internal.interpreter.Host.FencedException;
import dev.hawser.tasks.internal.interpreter.Host.ParkedException;
import dev.hawser.tasks.internal.interpreter.Host.StepFailedException;
import dev.hawser.workflows.EvaluationException;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.ErrorHandling;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs one execution from its start or from its records: a step with a final record is not run
 * again, what was decided is decided the same way. One instance runs once, on one thread.
 */
public final class Interpreter {
  /** The type of the step that answers the caller; its output is the answer. */
  public static final String RESPOND = "respond";

  /** A step that failed for good and was not handled, on its way up. */
  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Object error;

    Failure(Object error) {
      super(null, null, false, false);
      this.error = error;
    }
  }

  private final Plan plan;
  private final UUID executionId;
  private final Host host;
  private final Map<String, StepRecord> recorded = new HashMap<>();
  private final Map<String, @Nullable Object> roots = new HashMap<>();
  private final Map<String, @Nullable Object> steps = new HashMap<>();
  private final RequestResolver resolver = new RequestResolver();
  private Duration waited = Duration.ZERO;
  private Instant startedAt = Instant.MIN;
  private boolean unflushedEffect;
  private boolean responded;

  /**
   * @param records what is durable already, in the order in which it was recorded
   */
  public Interpreter(
      Plan plan,
      UUID executionId,
      Map<String, ? extends @Nullable Object> roots,
      List<StepRecord> records,
      Host host) {
    this.plan = plan;
    this.executionId = executionId;
    this.host = host;
    this.roots.putAll(roots);
    this.roots.put("steps", steps);
    for (StepRecord record : records) {
      recorded.put(record.path(), record);
      responded |= record.type().equals(RESPOND) && record.status() == StepStatus.SUCCEEDED;
      if (record.retryAt() != null) {
        waited = waited.plus(Duration.between(record.endedAt(), record.retryAt()));
      }
    }
  }

  /**
   * @param firstStart when the execution was first started; its time limit counts from there,
   *     without waiting
   * @throws FencedException another replica owns it
   * @throws ParkedException it waits in the database
   */
  public Outcome run(Instant firstStart) throws FencedException, ParkedException {
    startedAt = firstStart;
    try {
      runAll(plan.steps(), "", null);
      return new Outcome.Succeeded();
    } catch (Failure failure) {
      try {
        runAll(plan.onError(), "onError/", failure.error);
      } catch (Failure inHandler) {
        return new Outcome.Failed(inHandler.error);
      }
      return new Outcome.Failed(failure.error);
    }
  }

  private void runAll(List<StepPlan> list, String prefix, @Nullable Object error)
      throws Failure, FencedException, ParkedException {
    for (StepPlan step : list) {
      run(step, prefix + step.header().id(), error);
    }
  }

  private void run(StepPlan step, String path, @Nullable Object error)
      throws Failure, FencedException, ParkedException {
    StepRecord before = recorded.get(path);
    try {
      if (before != null && before.status().isFinal()) {
        replay(step, path, before, error);
      } else {
        execute(step, path, before, error);
      }
    } catch (Failure failure) {
      handle(step, path, failure);
    }
  }

  private void handle(StepPlan step, String path, Failure failure)
      throws Failure, FencedException, ParkedException {
    switch (step.header().onError()) {
      case ErrorHandling.Fail fail -> throw failure;
      case ErrorHandling.Continue go ->
          steps.put(step.header().id(), result(failure.error, failure.error));
      case ErrorHandling.Handle handler -> {
        steps.put(step.header().id(), result(null, failure.error));
        runAll(handler.steps(), path + ".onError/", failure.error);
      }
    }
  }

  /** Puts back what the record says, and goes into the arm that was chosen. */
  private void replay(StepPlan step, String path, StepRecord record, @Nullable Object error)
      throws Failure, FencedException, ParkedException {
    if (record.status() == StepStatus.FAILED) {
      throw new Failure(record.error() == null ? "failed" : record.error());
    }
    steps.put(step.header().id(), result(record.output(), null));
    if (step instanceof StepPlan.Branch branch
        && record.output() instanceof Map<?, ?> output
        && output.get("arm") instanceof String chosen) {
      enter(branch, chosen, path, error);
    }
  }

  private void execute(
      StepPlan step, String path, @Nullable StepRecord before, @Nullable Object error)
      throws Failure, FencedException, ParkedException {
    Instant start = before != null ? before.startedAt() : host.now();
    StepScope scope = new StepScope(roots, error, executionId, path, start);
    if (!host.now().isBefore(deadline())) {
      fail(step, path, start, 1, null, timedOut(), null);
    }
    try {
      var when = step.header().when();
      if (when != null && !when.test(scope)) {
        end(step, path, start, 1, StepStatus.SKIPPED, null, null);
        return;
      }
      switch (step) {
        case StepPlan.Transform transform ->
            end(
                step,
                path,
                start,
                1,
                StepStatus.SUCCEEDED,
                null,
                transform.value().evaluate(scope));
        case StepPlan.Branch branch -> branch(branch, path, start, scope, error);
        case StepPlan.Respond respond -> respond(respond, path, start, scope);
        case StepPlan.Request request -> request(request, path, start, scope, before);
        case StepPlan.Function f -> throw cannotRun(f);
        case StepPlan.Fail f -> throw cannotRun(f);
        case StepPlan.Action a -> throw cannotRun(a);
        case StepPlan.Each e -> throw cannotRun(e);
        case StepPlan.Parallel p -> throw cannotRun(p);
        case StepPlan.Delay d -> throw cannotRun(d);
        case StepPlan.WaitFor w -> throw cannotRun(w);
        case StepPlan.Workflow w -> throw cannotRun(w);
      }
    } catch (EvaluationException e) {
      fail(step, path, start, 1, null, expressionFailed(e), null);
    }
  }

  private void branch(
      StepPlan.Branch branch, String path, Instant start, StepScope scope, @Nullable Object error)
      throws Failure, FencedException, ParkedException {
    String chosen = null;
    for (StepPlan.Arm arm : branch.arms()) {
      if (arm.when() == null || arm.when().test(scope)) {
        chosen = arm.id();
        break;
      }
    }
    Map<String, @Nullable Object> output = new LinkedHashMap<>();
    output.put("arm", chosen);
    end(branch, path, start, 1, StepStatus.SUCCEEDED, null, output);
    if (chosen != null) {
      enter(branch, chosen, path, error);
    }
  }

  private void enter(StepPlan.Branch branch, String chosen, String path, @Nullable Object error)
      throws Failure, FencedException, ParkedException {
    for (StepPlan.Arm arm : branch.arms()) {
      if (arm.id().equals(chosen)) {
        runAll(arm.steps(), path + "/" + arm.id() + "/", error);
      }
    }
  }

  /** The first answer counts; who reaches another one has nobody to answer any more. */
  private void respond(StepPlan.Respond step, String path, Instant start, StepScope scope)
      throws Failure {
    if (responded) {
      end(step, path, start, 1, StepStatus.SKIPPED, null, null);
      return;
    }
    try {
      Object answer = AnswerResolver.resolve(step, scope, host);
      end(step, path, start, 1, StepStatus.SUCCEEDED, null, answer);
      responded = true;
      unflushedEffect = true;
    } catch (StepFailedException e) {
      fail(step, path, start, 1, null, e.error(), e.output());
    }
  }

  private void request(
      StepPlan.Request step,
      String path,
      Instant start,
      StepScope scope,
      @Nullable StepRecord before)
      throws Failure, FencedException, ParkedException {
    ResolvedRequest resolved = resolver.resolve(step, scope);
    Object input = resolver.shown(step, resolved);
    int attempt = 1;
    if (before != null && before.status() == StepStatus.RETRYING) {
      attempt = before.attempt() + 1;
      await(before.retryAt());
    }
    if (step.header().readsTime() && before == null) {
      note(
          new StepRecord(
              path,
              id(step),
              type(step),
              StepStatus.STARTED,
              1,
              start,
              start,
              null,
              null,
              null,
              null));
      unflushedEffect = true;
    }
    while (true) {
      if (unflushedEffect) {
        host.flush();
        unflushedEffect = false;
      }
      try {
        Object output = host.send(step, resolved, executionId + ":" + path, deadline());
        end(step, path, start, attempt, StepStatus.SUCCEEDED, input, output);
        unflushedEffect = true;
        return;
      } catch (StepFailedException e) {
        unflushedEffect = true;
        Duration delay =
            Retries.delayBefore(step.header().retry(), attempt + 1, e.error(), host.random());
        if (delay == null) {
          fail(step, path, start, attempt, input, e.error(), e.output());
          return;
        }
        Instant now = host.now();
        Instant retryAt = now.plus(delay);
        Object error = e.error().toJson(id(step));
        note(
            new StepRecord(
                path,
                id(step),
                type(step),
                StepStatus.RETRYING,
                attempt,
                start,
                now,
                input,
                e.output(),
                error,
                retryAt));
        waited = waited.plus(delay);
        host.waitUntil(retryAt);
        unflushedEffect = false;
        attempt++;
        if (!host.now().isBefore(deadline())) {
          fail(step, path, start, attempt, input, timedOut(), null);
        }
      }
    }
  }

  private void await(@Nullable Instant moment) throws FencedException, ParkedException {
    if (moment != null && host.now().isBefore(moment)) {
      host.waitUntil(moment);
    }
  }

  private void end(
      StepPlan step,
      String path,
      Instant start,
      int attempt,
      StepStatus status,
      @Nullable Object input,
      @Nullable Object output) {
    note(
        new StepRecord(
            path,
            id(step),
            type(step),
            status,
            attempt,
            start,
            host.now(),
            input,
            output,
            null,
            null));
    steps.put(id(step), result(output, null));
    if (step.header().readsTime()) {
      unflushedEffect = true;
    }
  }

  /** Records the failure and throws it. */
  private void fail(
      StepPlan step,
      String path,
      Instant start,
      int attempt,
      @Nullable Object input,
      StepError error,
      @Nullable Object output)
      throws Failure {
    Object json = error.toJson(id(step));
    note(
        new StepRecord(
            path,
            id(step),
            type(step),
            StepStatus.FAILED,
            attempt,
            start,
            host.now(),
            input,
            output,
            json,
            null));
    throw new Failure(json);
  }

  private void note(StepRecord record) {
    recorded.put(record.path(), record);
    host.record(record);
  }

  private Instant deadline() {
    return startedAt.plus(plan.timeout()).plus(waited);
  }

  private StepError timedOut() {
    return new StepError(
        "execution-timeout",
        "The execution ran longer than its limit of " + plan.timeout(),
        Map.of());
  }

  private static StepError expressionFailed(EvaluationException e) {
    return new StepError(
        "expression", String.valueOf(e.getMessage()), Map.of("expression", e.expression()));
  }

  private static Map<String, @Nullable Object> result(
      @Nullable Object output, @Nullable Object error) {
    Map<String, @Nullable Object> result = new HashMap<>(4);
    result.put("output", output);
    if (error != null) {
      result.put("error", error);
    }
    return result;
  }

  private static String id(StepPlan step) {
    return step.header().id();
  }

  private static String type(StepPlan step) {
    return switch (step) {
      case StepPlan.Transform t -> "transform";
      case StepPlan.Branch b -> "branch";
      case StepPlan.Request r -> "request";
      case StepPlan.Respond r -> RESPOND;
      case StepPlan.Function f -> "function";
      case StepPlan.Fail f -> "fail";
      case StepPlan.Action a -> "action";
      case StepPlan.Each e -> "each";
      case StepPlan.Parallel p -> "parallel";
      case StepPlan.Delay d -> "delay";
      case StepPlan.WaitFor w -> "waitFor";
      case StepPlan.Workflow w -> "workflow";
    };
  }

  /** A plan with such a step is not deployed, see {@link Plan#unsupported}. */
  private static IllegalStateException cannotRun(StepPlan step) {
    return new IllegalStateException(
        "Step " + id(step) + ": this release cannot run " + type(step) + " steps");
  }
}
