package dev.hawser.tasks.internal.engine;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.functions.FunctionCall;
import dev.hawser.functions.FunctionLogLine;
import dev.hawser.functions.FunctionOutcome;
import dev.hawser.functions.FunctionRunner;
import dev.hawser.tasks.internal.interpreter.Host.Completed;
import dev.hawser.tasks.internal.interpreter.Host.StepFailedException;
import dev.hawser.tasks.internal.interpreter.StepError;
import dev.hawser.workflows.StepPlan;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs function steps in the sandbox and says what became of them in the terms of steps. */
@Singleton
final class FunctionSteps {
  private static final ErrorCode BROKEN = new ErrorCode("tasks.function-answer-broken");
  private static final ErrorCode STOPPING = new ErrorCode("tasks.stopping");

  private final FunctionRunner runner;

  FunctionSteps(FunctionRunner runner) {
    this.runner = runner;
  }

  /**
   * Runs a function once.
   *
   * @param remaining what is left of the execution's time
   * @throws HawserException.Unavailable when no runner can be had now: it was not run
   */
  Completed call(
      ProjectId project, StepPlan.Function step, @Nullable Object input, Duration remaining)
      throws StepFailedException {
    FunctionCall call = new FunctionCall(project, step.code(), Json.write(input));
    Duration own = step.header().timeout();
    Duration limit = own == null || own.compareTo(remaining) > 0 ? remaining : own;
    return switch (run(call, limit)) {
      case FunctionOutcome.Returned returned ->
          new Completed(value(returned.json()), log(returned.log()));
      case FunctionOutcome.Threw threw ->
          throw new StepFailedException(error(threw), null, log(threw.log()));
      case FunctionOutcome.Stopped stopped ->
          throw new StepFailedException(
              new StepError(
                  "function-stopped", stopped.message(), Map.of("reason", stopped.reason().code())),
              null,
              log(stopped.log()));
    };
  }

  /** On a thread of its own, so that the limit can end it wherever it waits. */
  private FunctionOutcome run(FunctionCall call, Duration limit) throws StepFailedException {
    FutureTask<FunctionOutcome> running = new FutureTask<>(() -> runner.run(call));
    Thread.ofVirtual().name("function-step").start(running);
    try {
      return running.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      String message = "The function did not end within the step's limit of " + limit;
      throw new StepFailedException(new StepError("timeout", message, Map.of()), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HawserException.Unavailable(STOPPING, "The server is stopping", e);
    } finally {
      running.cancel(true);
    }
  }

  private static @Nullable Object value(byte[] json) {
    try {
      return Json.read(json);
    } catch (Json.MalformedException e) {
      throw new HawserException.Internal(BROKEN, "A function's runner gave no JSON", e);
    }
  }

  private static StepError error(FunctionOutcome.Threw threw) {
    Map<String, @Nullable Object> details = new LinkedHashMap<>();
    details.put("name", threw.name());
    details.put("line", number(threw.line()));
    details.put("column", number(threw.column()));
    details.put("stack", threw.stack());
    String where =
        threw.line() == null ? "" : " (line " + threw.line() + ", column " + threw.column() + ")";
    return new StepError("function-threw", threw.name() + ": " + threw.message() + where, details);
  }

  private static @Nullable Long number(@Nullable Integer value) {
    return value == null ? null : Long.valueOf(value);
  }

  private static @Nullable Object log(List<FunctionLogLine> lines) {
    return lines.isEmpty()
        ? null
        : lines.stream().map(line -> Map.of("level", line.level(), "text", line.text())).toList();
  }
}
