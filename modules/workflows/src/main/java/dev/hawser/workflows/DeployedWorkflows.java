package dev.hawser.workflows;

import java.util.Optional;

/**
 * Plans for the execution plane. Both methods answer from memory in the normal case, else from the
 * Redis cache, else from Postgres, and may block then; safe for any number of threads. They work as
 * long as one of the three has the answer.
 */
public interface DeployedWorkflows {
  /**
   * The version that new executions start with; empty when the workflow is unknown, deleted or not
   * deployed. A deploy on another replica is seen within a second (announced through Redis), at the
   * latest after ten seconds.
   *
   * @throws dev.hawser.core.error.HawserException.Unavailable when nothing can answer
   */
  Optional<DeployedWorkflow> findDeployed(WorkflowId id);

  /**
   * A version that once was deployed, for executions that started with it; empty when there never
   * was one.
   *
   * @throws dev.hawser.core.error.HawserException.Unavailable when nothing can answer
   */
  Optional<DeployedWorkflow> findVersion(WorkflowId id, int version);
}
