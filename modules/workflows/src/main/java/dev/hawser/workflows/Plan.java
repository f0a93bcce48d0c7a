package dev.hawser.workflows;

import dev.hawser.core.error.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled workflow: references resolved, expressions compiled, retry tables expanded. Immutable
 * and safe for any number of threads.
 *
 * @param onError steps that run when the execution is about to fail; may be empty
 * @param timeout how long an execution may run, waiting not counted
 * @param concurrency executions of this workflow in flight at once; {@link #UNLIMITED} when the
 *     definition sets no limit
 * @param environment what it needs around it
 * @param unsupported what is right but what this release cannot run, each with its place; a plan
 *     with any of it may be kept, but not deployed
 */
public record Plan(
    TriggerPlan trigger,
    List<StepPlan> steps,
    List<StepPlan> onError,
    Duration timeout,
    int concurrency,
    Environment environment,
    List<Problem> unsupported) {
  /** The concurrency of a workflow that has no limit of its own. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  public Plan {
    steps = List.copyOf(steps);
    onError = List.copyOf(onError);
    unsupported = List.copyOf(unsupported);
  }

  /** A plan that needs nothing around it, and that can run. */
  public Plan(
      TriggerPlan trigger,
      List<StepPlan> steps,
      List<StepPlan> onError,
      Duration timeout,
      int concurrency) {
    this(trigger, steps, onError, timeout, concurrency, Environment.NOTHING, List.of());
  }

  /**
   * What a workflow needs around it.
   *
   * @param integration the connector whose accounts it works with; null for none
   * @param settings JSON schema of what each connected user fills in; null when there is nothing
   * @param secrets names of the environment secrets that it declares
   * @param secretsRead names of those that something in it reads
   * @param workflows names or ids of the workflows that it starts
   */
  public record Environment(
      @Nullable String integration,
      @Nullable Map<String, @Nullable Object> settings,
      Set<String> secrets,
      Set<String> secretsRead,
      Set<String> workflows) {
    public static final Environment NOTHING =
        new Environment(null, null, Set.of(), Set.of(), Set.of());

    public Environment {
      secrets = Set.copyOf(secrets);
      secretsRead = Set.copyOf(secretsRead);
      workflows = Set.copyOf(workflows);
    }
  }
}
