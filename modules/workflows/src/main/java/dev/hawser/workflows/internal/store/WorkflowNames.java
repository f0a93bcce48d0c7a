package dev.hawser.workflows.internal.store;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.tenancy.ProjectId;
import jakarta.inject.Singleton;

/** Names of workflows, which are unique in a project. To be asked in a transaction. */
@Singleton
final class WorkflowNames {
  private static final ErrorCode NAME_TAKEN = new ErrorCode("workflows.name-taken");
  private final WorkflowRepository workflows;

  WorkflowNames(WorkflowRepository workflows) {
    this.workflows = workflows;
  }

  /** Whether the workflow may take the name; nobody else can until the transaction ends. */
  boolean isFree(WorkflowRow row, String name) {
    if (row.name().equals(name)) {
      return true;
    }
    lock(row.project(), name);
    return workflows.owners(row.project(), name).isEmpty();
  }

  /** Makes others wait who look at the same name. */
  void lock(ProjectId project, String name) {
    workflows.lockName(project.value() + " " + name);
  }

  static HawserException.Conflict taken(String name) {
    return new HawserException.Conflict(NAME_TAKEN, message(name));
  }

  static Problem problem(String name) {
    return Problem.at("/name", message(name));
  }

  private static String message(String name) {
    return "The project has another workflow with the name \"" + name + "\".";
  }
}
