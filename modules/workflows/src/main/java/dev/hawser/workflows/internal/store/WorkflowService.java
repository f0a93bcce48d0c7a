package dev.hawser.workflows.internal.store;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.postgres.IdempotencyKeys;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.store.Definitions.Accepted;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Creates, changes, deletes and lists the workflows of projects. */
@Singleton
public final class WorkflowService {
  private static final ErrorCode NOT_FOUND = new ErrorCode("workflows.workflow-not-found");
  private static final ErrorCode NAME_TAKEN = new ErrorCode("workflows.name-taken");
  private static final ErrorCode CHANGED = new ErrorCode("workflows.revision-changed");
  private static final UUID FIRST = new UUID(0, 0);

  private final WorkflowRepository workflows;
  private final TransactionOperations<Connection> transactions;
  private final IdempotencyKeys requests = new IdempotencyKeys("workflows.idempotency_key");
  private final DeploymentListener listener;
  private final Uuid7 ids;
  private final InstantSource clock;

  WorkflowService(
      WorkflowRepository workflows,
      @Named("workflows") TransactionOperations<Connection> transactions,
      DeploymentListener listener,
      Uuid7 ids,
      InstantSource clock) {
    this.workflows = workflows;
    this.transactions = transactions;
    this.listener = listener;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Adds a workflow at revision 1. The same request again gives the workflow as it is now.
   *
   * @throws HawserException.Conflict when the project has another of this name
   */
  public WorkflowRow create(Change change, Accepted definition) {
    return transactions.executeWrite(
        status -> {
          Connection connection = status.getConnection();
          IdempotencyKeys.Request request = request(change);
          Optional<String> earlier =
              request == null ? Optional.empty() : requests.claim(connection, request);
          if (earlier.isPresent()) {
            return get(change.caller().project(), earlier.get());
          }
          WorkflowRow row = insert(change, definition);
          if (request != null) {
            requests.complete(connection, request, new WorkflowId(row.id()).toString());
          }
          return row;
        });
  }

  private WorkflowRow insert(Change change, Accepted definition) {
    Instant now = clock.instant();
    WorkflowRow row =
        new WorkflowRow(
            ids.next(),
            change.project(),
            definition.name(),
            1,
            definition.json(),
            null,
            0,
            now,
            change.subject(),
            now,
            change.subject(),
            null);
    workflows.insert(row);
    return workflows
        .find(row.id(), change.project())
        .orElseThrow(() -> nameTaken(definition.name()));
  }

  /**
   * Replaces the draft; one that is the same already keeps its revision.
   *
   * @param expected the revision that the client has seen; null when it does not care
   * @throws HawserException.PreconditionFailed when the draft is at another revision
   */
  public WorkflowRow update(
      Change change, String workflow, Accepted definition, @Nullable Long expected) {
    WorkflowId id = id(workflow);
    return transactions.executeWrite(
        status -> {
          WorkflowRow row =
              workflows.lock(id.value(), change.project()).orElseThrow(() -> notFound(workflow));
          if (expected != null && expected != row.revision()) {
            throw new HawserException.PreconditionFailed(
                CHANGED,
                "The workflow is at revision "
                    + row.revision()
                    + " now, not "
                    + expected
                    + ". Read it again and apply the change to that.");
          }
          if (row.definition().equals(definition.json())) {
            return row;
          }
          if (nameIsOfAnother(row, definition.name())) {
            throw nameTaken(definition.name());
          }
          workflows.change(
              row.id(), definition.name(), definition.json(), clock.instant(), change.subject());
          return stored(row.id(), change.project());
        });
  }

  /** A friendly look before the unique index has the last word. */
  private boolean nameIsOfAnother(WorkflowRow row, String name) {
    return !row.name().equals(name) && !workflows.list(row.projectId(), name, FIRST, 1).isEmpty();
  }

  /** Marks it as deleted and undeploys it. Its versions stay for the executions that ran them. */
  public void delete(Change change, String workflow) {
    WorkflowId id = id(workflow);
    int deleted = workflows.delete(id.value(), change.project(), clock.instant(), change.subject());
    if (deleted == 0) {
      throw notFound(workflow);
    }
    listener.deploymentChanged(id);
  }

  /**
   * @throws HawserException.NotFound when it is malformed, unknown, deleted or of another project
   */
  public WorkflowRow get(ProjectId project, String workflow) {
    return workflows
        .find(id(workflow).value(), project.value())
        .orElseThrow(() -> notFound(workflow));
  }

  /** Oldest first. */
  public Page<WorkflowRow> list(ProjectId project, @Nullable String name, PageRequest request) {
    WorkflowId after = request.position(text -> WorkflowId.parse(text).orElse(null));
    var rows =
        workflows.list(
            project.value(), name, after == null ? FIRST : after.value(), request.limit() + 1);
    return request.page(rows, row -> new WorkflowId(row.id()).toString());
  }

  IdempotencyKeys.@Nullable Request request(Change change) {
    String key = change.idempotencyKey();
    return key == null
        ? null
        : new IdempotencyKeys.Request(change.project(), key, change.digest(), clock.instant());
  }

  private WorkflowRow stored(UUID id, UUID project) {
    return workflows.find(id, project).orElseThrow(() -> notFound(new WorkflowId(id).toString()));
  }

  static WorkflowId id(String text) {
    return WorkflowId.parse(text).orElseThrow(() -> notFound(text));
  }

  static HawserException.NotFound notFound(String workflow) {
    return new HawserException.NotFound(NOT_FOUND, "There is no workflow " + workflow);
  }

  private static HawserException.Conflict nameTaken(String name) {
    return new HawserException.Conflict(
        NAME_TAKEN, "The project has another workflow with the name \"" + name + "\".");
  }
}
