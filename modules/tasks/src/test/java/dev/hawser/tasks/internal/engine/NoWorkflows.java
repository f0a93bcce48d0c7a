package dev.hawser.tasks.internal.engine;

import dev.hawser.workflows.DeployedWorkflow;
import dev.hawser.workflows.DeployedWorkflows;
import dev.hawser.workflows.WorkflowId;
import java.util.Optional;

/** For executions that are given their plan when they are accepted. */
final class NoWorkflows implements DeployedWorkflows {
  @Override
  public Optional<DeployedWorkflow> findDeployed(WorkflowId id) {
    return Optional.empty();
  }

  @Override
  public Optional<DeployedWorkflow> findVersion(WorkflowId id, int version) {
    return Optional.empty();
  }
}
