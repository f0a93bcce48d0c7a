package dev.hawser.workflows.internal.store;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.WorkflowId;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.List;

/** Deletes the rows of a project's workflows and events for good. */
@Singleton
public final class ProjectRemoval {
  private final RemovalRepository rows;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;

  ProjectRemoval(
      RemovalRepository rows,
      InstantSource clock,
      @Named("workflows") TransactionOperations<Connection> transactions) {
    this.rows = rows;
    this.clock = clock;
    this.transactions = transactions;
  }

  /** Workflows that are not marked as deleted. */
  public List<WorkflowId> live(ProjectId project, int limit) {
    return rows.live(project, limit).stream().map(WorkflowId::new).toList();
  }

  /** Workflows that have rows. */
  public List<WorkflowId> all(ProjectId project, int limit) {
    return rows.all(project, limit).stream().map(WorkflowId::new).toList();
  }

  /** The versions of a workflow. */
  public List<Integer> versions(WorkflowId workflow) {
    return rows.versions(workflow.value());
  }

  /** Takes a workflow out of service, as deleting it does. */
  public int retire(ProjectId project, WorkflowId workflow) {
    return rows.markDeleted(project, workflow.value(), clock.instant());
  }

  /** Deletes a workflow with its versions, in one transaction. */
  public int delete(ProjectId project, WorkflowId workflow) {
    return transactions.executeWrite(
        status ->
            rows.deleteEventUses(project, workflow.value())
                + rows.deleteDeployments(workflow.value())
                + rows.deleteVersions(workflow.value())
                + rows.deleteWorkflow(project, workflow.value()));
  }

  /** Deletes events and what is remembered of requests. */
  public int deleteOthers(ProjectId project, int limit) {
    return rows.deleteEvents(project, limit) + rows.deleteIdempotencyKeys(project, limit);
  }
}
