package dev.hawser.tasks.internal.engine;

import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.internal.interpreter.Interpreter;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.interpreter.StepStatus;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells callers that wait on this replica what their executions answered. It does so when the
 * record of the answer is durable, so that no crash can make another one of it.
 */
@Singleton
public final class Responses {
  private final Map<ExecutionId, CompletableFuture<Response>> waiting = new ConcurrentHashMap<>();

  /** What a caller gets. */
  public sealed interface Response {
    /**
     * A respond step ran.
     *
     * @param answer its output: {@code status}, {@code headers} and {@code body}, {@code file} or
     *     neither
     */
    record Given(Map<?, ?> answer) implements Response {}

    /**
     * The execution ended without an answer.
     *
     * @param error why it failed; null when it did not
     */
    record Missing(boolean succeeded, @Nullable Object error) implements Response {}
  }

  /** A caller's place; leave it by closing. */
  public final class Waiting implements AutoCloseable {
    private final ExecutionId id;
    private final CompletableFuture<Response> response;

    private Waiting(ExecutionId id, CompletableFuture<Response> response) {
      this.id = id;
      this.response = response;
    }

    /**
     * Waits so long for a run on this replica to answer.
     *
     * @throws InterruptedException when the server stops
     */
    public Optional<Response> poll(long nanos) throws InterruptedException {
      try {
        return Optional.of(response.get(nanos, TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        return Optional.empty();
      } catch (ExecutionException e) {
        throw new IllegalStateException("an answer cannot fail", e);
      }
    }

    @Override
    public void close() {
      waiting.remove(id, response);
    }
  }

  /** Takes a place before the execution is accepted, so that no answer can be missed. */
  public Waiting await(ExecutionId id) {
    CompletableFuture<Response> response = new CompletableFuture<>();
    waiting.put(id, response);
    return new Waiting(id, response);
  }

  /** The answer among the records of an execution. */
  public static Optional<Response> find(List<StepRecord> records) {
    for (StepRecord record : records) {
      if (record.type().equals(Interpreter.RESPOND)
          && record.status() == StepStatus.SUCCEEDED
          && record.output() instanceof Map<?, ?> answer) {
        return Optional.of(new Response.Given(answer));
      }
    }
    return Optional.empty();
  }

  /** These records are durable now. */
  void durable(ExecutionId id, List<StepRecord> records) {
    CompletableFuture<Response> caller = waiting.get(id);
    if (caller != null) {
      find(records).ifPresent(caller::complete);
    }
  }

  /** The end is durable. */
  void ended(
      ExecutionId id, List<StepRecord> records, ExecutionStatus status, @Nullable Object error) {
    CompletableFuture<Response> caller = waiting.get(id);
    if (caller != null) {
      caller.complete(
          find(records)
              .orElseGet(() -> new Response.Missing(status == ExecutionStatus.SUCCEEDED, error)));
    }
  }
}
