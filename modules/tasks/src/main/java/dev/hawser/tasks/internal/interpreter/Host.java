package dev.hawser.tasks.internal.interpreter;

import dev.hawser.workflows.StepPlan;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the interpreter cannot do itself. Called by the one thread that runs the
 * execution.
 */
public interface Host {
  Instant now();

  /**
   * Takes note of a record. It may be lost in a crash until {@link #flush} or the end of the
   * execution.
   *
   * @return what is kept: the record without the values of secrets
   */
  StepRecord record(StepRecord record);

  /**
   * Makes all records durable.
   *
   * @throws FencedException when another replica owns the execution now
   */
  void flush() throws FencedException;

  /**
   * Sends a request; blocks until its answer.
   *
   * @param idempotencyKey the same in every repetition of this step instance
   * @return the step's output
   * @throws StepFailedException when there is no usable answer or its status is 400 or above
   */
  Completed send(
      StepPlan.Request step, ResolvedRequest request, String idempotencyKey, Instant deadline)
      throws StepFailedException, FencedException;

  /**
   * Runs a function; blocks until it has ended. It touches nothing outside, so it may be run again.
   *
   * @return what it gave
   * @throws StepFailedException when it threw, or was stopped at a limit
   */
  Completed call(StepPlan.Function step, @Nullable Object input, Instant deadline)
      throws StepFailedException, FencedException;

  /**
   * Looks a file up among those of the execution's project.
   *
   * @return the complete reference, as values show it
   * @throws StepFailedException when it is not there, or that cannot be found out
   */
  Map<String, Object> file(FileRef file) throws StepFailedException;

  /**
   * Makes all records durable and waits until a moment, in memory or by parking the execution, as
   * the host sees fit.
   *
   * @throws ParkedException when the execution was parked: unwind, it will be run again later
   */
  void waitUntil(Instant moment) throws ParkedException, FencedException;

  /** A number from 0 (inclusive) to 1 (exclusive), for jitter. */
  double random();

  /**
   * What a step gave.
   *
   * @param log what a function wrote to its console; null when it wrote nothing
   */
  record Completed(@Nullable Object output, @Nullable Object log) {}

  /** The execution belongs to another replica: stop and drop everything. */
  final class FencedException extends Exception {
    private static final long serialVersionUID = 1L;

    public FencedException() {
      super(null, null, false, false);
    }
  }

  /** The execution waits in the database: stop and drop everything. */
  final class ParkedException extends Exception {
    private static final long serialVersionUID = 1L;

    public ParkedException() {
      super(null, null, false, false);
    }
  }

  /** A step did not do what it should. */
  final class StepFailedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient StepError error;
    private final transient @Nullable Object output;
    private final transient @Nullable Object log;

    /**
     * @param output what there is of an output, for history; may be null
     */
    public StepFailedException(StepError error, @Nullable Object output) {
      this(error, output, null);
    }

    public StepFailedException(StepError error, @Nullable Object output, @Nullable Object log) {
      super(error.message(), null, false, false);
      this.error = error;
      this.output = output;
      this.log = log;
    }

    public StepError error() {
      return error;
    }

    public @Nullable Object output() {
      return output;
    }

    public @Nullable Object log() {
      return log;
    }
  }
}
