package dev.hawser.workflows;

import dev.hawser.core.tenancy.ProjectId;

/** What people work on, compiled, so that it can be tried before it is deployed. Blocks. */
public interface WorkflowDrafts {
  /** The version of what was never deployed. */
  int DRAFT = 0;

  /**
   * The draft of a workflow as it is now, as version {@link #DRAFT}. What this release cannot run
   * is in the plan nevertheless, see {@link Plan#unsupported()}.
   *
   * @param workflow the text of a path that names it
   * @throws dev.hawser.core.error.HawserException.NotFound when it is malformed, unknown, deleted
   *     or of another project
   * @throws dev.hawser.core.error.HawserException.Invalid with all problems of a draft that does
   *     not compile
   */
  DeployedWorkflow draft(ProjectId project, String workflow);
}
