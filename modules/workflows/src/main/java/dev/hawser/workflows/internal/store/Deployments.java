package dev.hawser.workflows.internal.store;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.postgres.IdempotencyKeys;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.WorkflowId;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes versions of drafts and says which one is deployed. */
@Singleton
public final class Deployments {
  private static final ErrorCode NO_VERSION = new ErrorCode("workflows.version-not-found");

  private final WorkflowService service;
  private final WorkflowRepository workflows;
  private final VersionRepository versions;
  private final Definitions definitions;
  private final TransactionOperations<Connection> transactions;
  private final IdempotencyKeys requests = new IdempotencyKeys("workflows.idempotency_key");
  private final DeploymentListener listener;
  private final InstantSource clock;

  Deployments(
      WorkflowService service,
      WorkflowRepository workflows,
      VersionRepository versions,
      Definitions definitions,
      @Named("workflows") TransactionOperations<Connection> transactions,
      DeploymentListener listener,
      InstantSource clock) {
    this.service = service;
    this.workflows = workflows;
    this.versions = versions;
    this.definitions = definitions;
    this.transactions = transactions;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Deploys the draft as a new version, unless it is what is deployed already.
   *
   * @throws HawserException.Invalid when the draft, right when it was saved, is not any more
   */
  public VersionRow deploy(Change change, String workflow) {
    WorkflowId id = WorkflowService.id(workflow);
    VersionRow deployed =
        transactions.executeWrite(
            status -> {
              Connection connection = status.getConnection();
              IdempotencyKeys.Request request = service.request(change);
              Optional<String> earlier =
                  request == null ? Optional.empty() : requests.claim(connection, request);
              if (earlier.isPresent()) {
                return version(change.caller().project(), workflow, earlier.get());
              }
              VersionRow version = deployNow(change, id, workflow);
              if (request != null) {
                requests.complete(connection, request, Integer.toString(version.version()));
              }
              return version;
            });
    listener.deploymentChanged(id);
    return deployed;
  }

  private VersionRow deployNow(Change change, WorkflowId id, String workflow) {
    WorkflowRow row =
        workflows
            .lock(id.value(), change.project())
            .orElseThrow(() -> WorkflowService.notFound(workflow));
    Integer current = row.deployedVersion();
    if (current != null) {
      Optional<VersionRow> same =
          versions
              .find(row.id(), current)
              .filter(version -> version.definition().equals(row.definition()));
      if (same.isPresent()) {
        return same.get();
      }
    }
    definitions.require(row.definition());
    List<VersionRow> newest = versions.list(row.id(), Integer.MAX_VALUE, 1);
    int next = newest.isEmpty() ? 1 : newest.getFirst().version() + 1;
    versions.insert(
        new VersionRow(
            row.id(), next, row.name(), row.definition(), clock.instant(), change.subject()));
    workflows.point(row.id(), next);
    return versions.find(row.id(), next).orElseThrow(() -> noVersion(Integer.toString(next)));
  }

  /** New executions are refused from now on; running ones go on. No-op when it is not deployed. */
  public void undeploy(Change change, String workflow) {
    WorkflowId id = WorkflowService.id(workflow);
    transactions.executeWrite(
        status -> {
          WorkflowRow row =
              workflows
                  .lock(id.value(), change.project())
                  .orElseThrow(() -> WorkflowService.notFound(workflow));
          return row.deployedVersion() == null ? 0 : workflows.point(row.id(), null);
        });
    listener.deploymentChanged(id);
  }

  /** Newest first. */
  public Page<VersionRow> list(ProjectId project, String workflow, PageRequest request) {
    UUID id = service.get(project, workflow).id();
    Integer before = request.position(Deployments::number);
    var rows = versions.list(id, before == null ? Integer.MAX_VALUE : before, request.limit() + 1);
    return request.page(rows, row -> Integer.toString(row.version()));
  }

  /**
   * @throws HawserException.NotFound when the workflow or the version is malformed or unknown
   */
  public VersionRow version(ProjectId project, String workflow, String version) {
    UUID id = service.get(project, workflow).id();
    Integer number = number(version);
    if (number == null) {
      throw noVersion(version);
    }
    return versions.find(id, number).orElseThrow(() -> noVersion(version));
  }

  private static @org.jspecify.annotations.Nullable Integer number(String text) {
    return text.matches("[1-9][0-9]{0,8}") ? Integer.valueOf(text) : null;
  }

  private static HawserException.NotFound noVersion(String version) {
    return new HawserException.NotFound(NO_VERSION, "There is no version " + version);
  }
}
