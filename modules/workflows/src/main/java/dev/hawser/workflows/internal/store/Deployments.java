package dev.hawser.workflows.internal.store;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.WorkflowId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says which version of a workflow is deployed, and remembers who said so. */
@Singleton
public final class Deployments {
  private final WorkflowService service;
  private final Versions versions;
  private final DeployGate gate;
  private final Tables tables;
  private final Once once;
  private final DeploymentListener listener;
  private final InstantSource clock;

  /** What is written. */
  @Singleton
  record Tables(
      WorkflowRepository workflows,
      WorkflowNames names,
      VersionRepository versions,
      DeploymentRepository deployments) {}

  Deployments(
      WorkflowService service,
      Versions versions,
      DeployGate gate,
      Tables tables,
      Once once,
      DeploymentListener listener,
      InstantSource clock) {
    this.service = service;
    this.versions = versions;
    this.gate = gate;
    this.tables = tables;
    this.once = once;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Deploys the draft: as a new version, or as the one that it is already.
   *
   * @throws HawserException.Invalid with all problems when the draft cannot be deployed
   */
  public VersionRow deploy(Change change, String workflow) {
    return deploy(change, workflow, () -> deployDraft(change, workflow));
  }

  /**
   * Deploys a version that there is, for example the one before. The draft stays as it is.
   *
   * @throws HawserException.Invalid with all problems when it cannot be deployed any more
   */
  public VersionRow deploy(Change change, String workflow, String version) {
    return deploy(change, workflow, () -> deployVersion(change, workflow, version));
  }

  private VersionRow deploy(Change change, String workflow, Supplier<VersionRow> work) {
    WorkflowId id = WorkflowService.id(workflow);
    ProjectId project = change.project();
    VersionRow deployed =
        once.run(
            change,
            new Once.Work<>(
                work,
                version -> Integer.toString(version.version()),
                version -> versions.version(project, workflow, version)));
    listener.deploymentChanged(id);
    return deployed;
  }

  private VersionRow deployDraft(Change change, String workflow) {
    WorkflowRow row = service.lock(change, workflow, null);
    Integer current = row.deployedVersion();
    if (current != null) {
      VersionRow deployed = stored(row.id(), current);
      if (deployed.definition().equals(row.definition())) {
        return noted(deployed);
      }
    }
    Document document = gate.read(change.project(), row.definition());
    String name = document.name();
    boolean free = name == null || tables.names().isFree(row, name);
    gate.pass(
        change.project(),
        document,
        free ? List.of() : List.of(WorkflowNames.problem(Objects.requireNonNull(name))));
    String wanted = Objects.requireNonNull(name);
    if (!wanted.equals(row.name())) {
      // Another workflow had the name when the draft was saved, and has it no more.
      tables.workflows().rename(row.id(), row.project(), wanted);
    }
    VersionRow version = versions.ofDraft(change, row, document);
    return point(change, row, version);
  }

  private VersionRow deployVersion(Change change, String workflow, String version) {
    WorkflowRow row = service.lock(change, workflow, null);
    VersionRow wanted = versions.version(change.project(), workflow, version);
    if (Objects.equals(row.deployedVersion(), wanted.version())) {
      return noted(wanted);
    }
    ProjectId project = change.project();
    gate.pass(project, gate.read(project, wanted.definition()), List.of());
    return point(change, row, wanted);
  }

  /** What is deployed already; a replica of an older release did not note when. */
  private VersionRow noted(VersionRow version) {
    if (version.deployedAt() != null) {
      return version;
    }
    tables.versions().deployed(version.workflowId(), version.version(), clock.instant());
    return stored(version.workflowId(), version.version());
  }

  private VersionRow point(Change change, WorkflowRow row, VersionRow version) {
    Instant now = clock.instant();
    tables.workflows().point(row.id(), row.project(), version.version());
    tables.versions().deployed(row.id(), version.version(), now);
    tables.deployments().note(row.project(), row.id(), now, change.subject());
    once.note(
        change
            .event("workflows.deployed", row)
            .with("name", version.name())
            .with("version", version.version())
            .with("before", row.deployedVersion()));
    return stored(row.id(), version.version());
  }

  /** New executions are refused from now on; running ones go on. No-op when it is not deployed. */
  public void undeploy(Change change, String workflow) {
    WorkflowId id = WorkflowService.id(workflow);
    once.run(
        () -> {
          WorkflowRow row = service.lock(change, workflow, null);
          if (row.deployedVersion() != null) {
            tables.workflows().point(row.id(), row.project(), null);
            tables.deployments().note(row.project(), row.id(), clock.instant(), change.subject());
            once.note(
                change.event("workflows.undeployed", row).with("version", row.deployedVersion()));
          }
          return row;
        });
    listener.deploymentChanged(id);
  }

  /** Who deployed what, newest first. */
  public Page<DeploymentRow> list(ProjectId project, String workflow, PageRequest request) {
    UUID id = service.get(project, workflow).id();
    Long before = request.position(Deployments::sequence);
    var rows =
        tables
            .deployments()
            .list(id, before == null ? Long.MAX_VALUE : before, request.limit() + 1);
    return request.page(rows, row -> Long.toString(row.sequence()));
  }

  private VersionRow stored(UUID id, int version) {
    return tables
        .versions()
        .find(id, version)
        .orElseThrow(() -> Versions.noVersion("There is no version " + version));
  }

  private static @Nullable Long sequence(String text) {
    return text.matches("[1-9][0-9]{0,17}") ? Long.valueOf(text) : null;
  }
}
