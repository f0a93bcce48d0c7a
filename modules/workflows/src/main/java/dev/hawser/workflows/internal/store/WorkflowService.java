package dev.hawser.workflows.internal.store;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.WorkflowId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Creates, changes, deletes and lists the workflows of projects. */
@Singleton
public final class WorkflowService {
  private static final ErrorCode NOT_FOUND = new ErrorCode("workflows.workflow-not-found");
  private static final UUID FIRST = new UUID(0, 0);

  private final WorkflowRepository workflows;
  private final WorkflowInfoRepository infos;
  private final WorkflowNames names;
  private final EventUses events;
  private final Once once;
  private final DeploymentListener listener;
  private final Uuid7 ids;
  private final InstantSource clock;

  WorkflowService(
      WorkflowRepository workflows,
      WorkflowInfoRepository infos,
      WorkflowNames names,
      EventUses events,
      Once once,
      DeploymentListener listener,
      Uuid7 ids,
      InstantSource clock) {
    this.workflows = workflows;
    this.infos = infos;
    this.names = names;
    this.events = events;
    this.once = once;
    this.listener = listener;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Adds a workflow at revision 1. The same request again gives the workflow as it is now.
   *
   * @param definition has a name
   * @throws HawserException.Conflict when the project has another of this name
   */
  public WorkflowRow create(Change change, Document definition) {
    return create(change, definition, null);
  }

  /** The same for a definition that was another workflow's. */
  WorkflowRow create(Change change, Document definition, Versions.@Nullable Snapshot source) {
    return once.run(
        change,
        new Once.Work<>(
            () -> insert(change, definition, source),
            row -> new WorkflowId(row.id()).toString(),
            id -> get(change.project(), id)));
  }

  private WorkflowRow insert(
      Change change, Document definition, Versions.@Nullable Snapshot source) {
    Instant now = clock.instant();
    String name = Objects.requireNonNull(definition.name());
    names.lock(change.project(), name);
    WorkflowRow row =
        new WorkflowRow(
            ids.next(),
            change.project().value(),
            name,
            1,
            definition.json(),
            definition.problems().size(),
            definition.triggerType(),
            null,
            0,
            now,
            change.subject(),
            now,
            change.subject(),
            null);
    workflows.insert(row);
    WorkflowRow stored =
        workflows.find(row.id(), change.project()).orElseThrow(() -> WorkflowNames.taken(name));
    events.draft(stored, definition);
    once.note(
        source == null
            ? change.event("workflows.created", stored)
            : change
                .event("workflows.copied", stored)
                .with("source", new WorkflowId(source.workflow().id()))
                .with("sourceProject", source.workflow().project())
                .with("sourceVersion", source.version()));
    return stored;
  }

  /**
   * Replaces the draft by a definition without problems; one that is the same already keeps its
   * revision.
   *
   * @param expected the revision that the client has seen; null when it does not care
   * @throws HawserException.PreconditionFailed when the draft is at another revision
   */
  public WorkflowRow update(
      Change change, String workflow, Document definition, @Nullable Long expected) {
    return once.run(
        () -> {
          WorkflowRow row = lock(change, workflow, expected);
          String name = Objects.requireNonNull(definition.name());
          if (!names.isFree(row, name)) {
            throw WorkflowNames.taken(name);
          }
          if (row.definition().equals(definition.json()) && row.name().equals(name)) {
            return row;
          }
          WorkflowRow stored = store(change, row, name, definition, 0);
          once.note(change.event("workflows.updated", stored));
          return stored;
        });
  }

  /**
   * The row, locked against other changes.
   *
   * @throws HawserException.PreconditionFailed when the draft is at another revision
   */
  WorkflowRow lock(Change change, String workflow, @Nullable Long expected) {
    WorkflowRow row =
        workflows
            .lock(id(workflow).value(), change.project())
            .orElseThrow(() -> notFound(workflow));
    Revisions.require(expected, row.revision(), "The workflow");
    return row;
  }

  WorkflowRow store(
      Change change, WorkflowRow row, String name, Document definition, int problems) {
    workflows.change(
        row.id(),
        row.project(),
        name,
        definition.json(),
        problems,
        definition.triggerType(),
        clock.instant(),
        change.subject());
    events.draft(row, definition);
    return workflows
        .find(row.id(), change.project())
        .orElseThrow(() -> notFound(new WorkflowId(row.id()).toString()));
  }

  /** Marks it as deleted and undeploys it. Its versions stay for the executions that ran them. */
  public void delete(Change change, String workflow) {
    WorkflowId id = id(workflow);
    once.run(
        () -> {
          WorkflowRow row = lock(change, workflow, null);
          once.note(change.event("workflows.deleted", row));
          return workflows.delete(row.id(), change.project(), clock.instant(), change.subject());
        });
    listener.deploymentChanged(id);
  }

  /**
   * @throws HawserException.NotFound when it is malformed, unknown, deleted or of another project
   */
  public WorkflowRow get(ProjectId project, String workflow) {
    return workflows.find(id(workflow).value(), project).orElseThrow(() -> notFound(workflow));
  }

  /** The workflow of this name, if the project has one. */
  public Optional<WorkflowRow> named(ProjectId project, String name) {
    return name.indexOf('\0') < 0 ? workflows.named(project, name) : Optional.empty();
  }

  /** Without their definitions, oldest first. */
  public Page<WorkflowInfo> list(ProjectId project, @Nullable String name, PageRequest request) {
    WorkflowId after = request.position(text -> WorkflowId.parse(text).orElse(null));
    var rows =
        infos.list(project, name, after == null ? FIRST : after.value(), request.limit() + 1);
    return request.page(rows, row -> new WorkflowId(row.id()).toString());
  }

  static WorkflowId id(String text) {
    return WorkflowId.parse(text).orElseThrow(() -> notFound(text));
  }

  static HawserException.NotFound notFound(String workflow) {
    return new HawserException.NotFound(NOT_FOUND, "There is no workflow " + workflow);
  }
}
