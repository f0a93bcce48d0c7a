package dev.hawser.tasks.internal.http;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.EngineSettings;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.internal.engine.Engine;
import dev.hawser.tasks.internal.engine.Responses;
import dev.hawser.tasks.internal.engine.Responses.Response;
import dev.hawser.tasks.internal.interpreter.Interpreter;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.payload.PayloadLostException;
import dev.hawser.tasks.internal.payload.PayloadRef;
import dev.hawser.tasks.internal.payload.Payloads;
import dev.hawser.tasks.internal.store.ExecutionRecordings;
import dev.hawser.tasks.internal.store.History;
import dev.hawser.tasks.internal.store.StoredValues;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callers of webhooks that wait for the respond step. While the execution runs here they are told;
 * while it runs elsewhere, or is parked, they look into Postgres, with growing pauses. Each holds a
 * virtual thread, and there are not more than a limit.
 */
@Singleton
final class WaitingCallers {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingCallers.class);
  private static final ErrorCode TOO_MANY = new ErrorCode("tasks.too-many-waiting-callers");
  private static final ErrorCode STOPPING = new ErrorCode("tasks.server-stopping");
  private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Responses responses;
  private final Engine engine;
  private final History history;
  private final Payloads payloads;
  private final Semaphore places;
  private final Duration limit;

  WaitingCallers(
      Responses responses,
      Engine engine,
      History history,
      Payloads payloads,
      SettingValues settings) {
    this.responses = responses;
    this.engine = engine;
    this.history = history;
    this.payloads = payloads;
    this.places = new Semaphore(settings.get(EngineSettings.MAX_WAITING_CALLERS));
    this.limit = settings.get(EngineSettings.RESPOND_TIMEOUT);
  }

  /** Accepts an execution. */
  interface Accepting {
    ExecutionId accept();
  }

  /**
   * What became of a caller.
   *
   * @param execution the one that was accepted, or that the same call started before
   * @param response empty when it did not come in time
   */
  record Outcome(ExecutionId execution, Optional<Response> response) {}

  /**
   * Accepts an execution and waits for its answer.
   *
   * @param id under which it will be accepted
   * @throws HawserException.LimitExceeded when too many wait already; nothing was accepted then
   */
  Outcome call(ProjectId project, ExecutionId id, Accepting accepting) {
    if (!places.tryAcquire()) {
      throw new HawserException.LimitExceeded(
          TOO_MANY, "Too many callers wait for answers of workflows", Duration.ofSeconds(2));
    }
    try (Responses.Waiting waiting = responses.await(id)) {
      ExecutionId accepted = accepting.accept();
      return new Outcome(accepted, response(project, accepted, waiting));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HawserException.Unavailable(STOPPING, "The server is stopping", e);
    } finally {
      places.release();
    }
  }

  private Optional<Response> response(ProjectId project, ExecutionId id, Responses.Waiting waiting)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      long left = Math.min(deadline - System.nanoTime(), engine.leftToRun().toNanos());
      if (left <= 0) {
        return Optional.empty();
      }
      Optional<Response> told = waiting.poll(Math.min(left, pause.toNanos()));
      if (told.isPresent()) {
        return told;
      }
      if (engine.stepsOf(id).isEmpty()) {
        Optional<Response> found = look(project, id);
        if (found.isPresent() || engine.isStopping()) {
          return found;
        }
      }
      pause = pause.multipliedBy(3).dividedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  private Optional<Response> look(ProjectId project, ExecutionId id) {
    try {
      return history.find(project, id).flatMap(this::response);
    } catch (SQLException e) {
      LOG.warn("A caller waits on although Postgres cannot be read: {}", e.toString());
      return Optional.empty();
    }
  }

  private Optional<Response> response(ExecutionRecordings found) {
    try {
      Optional<Response> given = Responses.find(whole(found));
      if (given.isPresent() || !found.view().status().isFinal()) {
        return given;
      }
    } catch (PayloadLostException e) {
      LOG.warn("The answer of {} to its caller is lost", found.view().id(), e);
      return Optional.of(new Response.Missing(false, null));
    }
    boolean succeeded = found.view().status() == ExecutionStatus.SUCCEEDED;
    byte[] error = found.error();
    return Optional.of(
        new Response.Missing(succeeded, error == null ? null : StoredValues.read(error)));
  }

  /** The steps that answer, with their answers even when these are large. */
  private List<StepRecord> whole(ExecutionRecordings found) throws PayloadLostException {
    List<StepRecord> steps = new ArrayList<>();
    for (StepRecord step : found.steps()) {
      if (step.type().equals(Interpreter.RESPOND)) {
        steps.add(
            step.output() instanceof PayloadRef ref
                ? step.withValues(step.input(), payloads.read(found.view().id(), ref), step.error())
                : step);
      }
    }
    return steps;
  }
}
