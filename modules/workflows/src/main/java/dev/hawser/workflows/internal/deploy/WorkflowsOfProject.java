package dev.hawser.workflows.internal.deploy;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectData;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.store.DeploymentListener;
import dev.hawser.workflows.internal.store.ProjectRemoval;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workflows of a project that is deleted. First all of them go out of service, so that nobody
 * puts one into a cache any more; then caches and rows go, workflow by workflow, and the caches
 * first: the rows say what may be in them.
 */
@Singleton
final class WorkflowsOfProject implements ProjectData {
  private static final ErrorCode UNAVAILABLE = new ErrorCode("workflows.cache-unavailable");
  private static final int AT_ONCE = 50;

  private final ProjectRemoval rows;
  private final SharedPlans shared;
  private final DeploymentListener listener;

  WorkflowsOfProject(ProjectRemoval rows, SharedPlans shared, DeploymentListener listener) {
    this.rows = rows;
    this.shared = shared;
    this.listener = listener;
  }

  @Override
  public String name() {
    return "workflows";
  }

  @Override
  public Deleted delete(ProjectId project, @Nullable String place, int limit) {
    int most = Math.min(limit, AT_ONCE);
    List<WorkflowId> live = rows.live(project, most);
    if (!live.isEmpty()) {
      for (WorkflowId workflow : live) {
        var _ = rows.retire(project, workflow);
        listener.deploymentChanged(workflow);
      }
      return new Deleted(0, Left.SOME, null);
    }
    List<WorkflowId> all = rows.all(project, most);
    int deleted = 0;
    for (WorkflowId workflow : all) {
      try {
        shared.forget(workflow, rows.versions(workflow));
      } catch (RedisException e) {
        throw new HawserException.Unavailable(
            UNAVAILABLE, "Cached workflows cannot be deleted at the moment.", e);
      }
      deleted += rows.delete(project, workflow);
    }
    if (!all.isEmpty()) {
      return new Deleted(deleted, Left.SOME, null);
    }
    int others = rows.deleteOthers(project, limit);
    return new Deleted(others, others == 0 ? Left.NOTHING : Left.SOME, null);
  }
}
