package dev.hawser.workflows;

import java.time.Duration;
import java.util.List;

/**
 * A compiled workflow: references resolved, expressions compiled, retry tables expanded. Immutable
 * and safe for any number of threads.
 *
 * @param onError steps that run when the execution is about to fail; may be empty
 * @param timeout how long an execution may run, waiting not counted
 * @param concurrency executions of this workflow in flight at once; {@link #UNLIMITED} when the
 *     definition sets no limit
 */
public record Plan(
    TriggerPlan trigger,
    List<StepPlan> steps,
    List<StepPlan> onError,
    Duration timeout,
    int concurrency) {
  /** The concurrency of a workflow that has no limit of its own. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  public Plan {
    steps = List.copyOf(steps);
    onError = List.copyOf(onError);
  }
}
