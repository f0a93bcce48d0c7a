package dev.hawser.workflows;

import java.time.Duration;
import java.util.List;

/**
 * A compiled workflow: references resolved, expressions compiled, retry tables expanded. Immutable
 * and safe for any number of threads.
 *
 * @param onError steps that run when the execution is about to fail; may be empty
 * @param timeout how long an execution may run, waiting not counted
 * @param concurrency executions of this workflow in flight at once
 */
public record Plan(
    TriggerPlan trigger,
    List<StepPlan> steps,
    List<StepPlan> onError,
    Duration timeout,
    int concurrency) {
  public Plan {
    steps = List.copyOf(steps);
    onError = List.copyOf(onError);
  }
}
