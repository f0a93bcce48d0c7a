package dev.hawser.workflows.internal.deploy;

import dev.hawser.core.error.HawserException;
import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.store.DeployedRows;
import dev.hawser.workflows.internal.store.DeploymentListener;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Spreads the news of a deployment: to Redis first, then to every replica that listens. */
@Singleton
final class Announcements implements DeploymentListener {
  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
  private final SharedPlans shared;
  private final DeployedRows rows;
  private final Pointers pointers;

  Announcements(SharedPlans shared, DeployedRows rows, Pointers pointers) {
    this.shared = shared;
    this.rows = rows;
    this.pointers = pointers;
  }

  @Override
  public void deploymentChanged(WorkflowId workflow) {
    try {
      rows.pointer(workflow.value()).ifPresent(now -> shared.put(workflow.value(), now));
    } catch (HawserException.Unavailable e) {
      LOG.warn("The new version could not be put into the cache; replicas see it within seconds");
    }
    pointers.forget(workflow);
    shared.announce(workflow);
  }
}
