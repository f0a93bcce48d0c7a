package dev.hawser.workflows.internal.store;

import dev.hawser.workflows.WorkflowId;

/** Hears, after the commit, that another version of a workflow is deployed now, or none. */
public interface DeploymentListener {
  /** Must not throw: the deployment is a fact already. */
  void deploymentChanged(WorkflowId workflow);
}
