package dev.hawser.workflows.internal.store;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.ProjectId;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Versions of workflows: saved, named, listed, looked at. */
@Singleton
public final class Versions {
  private static final ErrorCode NO_VERSION = new ErrorCode("workflows.version-not-found");

  private final WorkflowService service;
  private final VersionRepository versions;
  private final VersionInfoRepository infos;
  private final Definitions definitions;
  private final EventUses events;
  private final Once once;
  private final InstantSource clock;

  Versions(
      WorkflowService service,
      VersionRepository versions,
      VersionInfoRepository infos,
      Definitions definitions,
      EventUses events,
      Once once,
      InstantSource clock) {
    this.service = service;
    this.versions = versions;
    this.infos = infos;
    this.definitions = definitions;
    this.events = events;
    this.once = once;
    this.clock = clock;
  }

  /** What people call a version. */
  public record Label(@Nullable String label, @Nullable String description) {
    static final Label NONE = new Label(null, null);
  }

  /**
   * A definition at some point of its history.
   *
   * @param version null for the draft
   * @param name of the workflow at that time
   */
  public record Snapshot(
      WorkflowRow workflow, @Nullable Integer version, String name, String definition) {}

  /** A version that was saved. */
  public record SavedVersion(VersionRow version, boolean isNew) {}

  /**
   * Saves the draft, right or wrong, as a version, which is not deployed. When the newest version
   * is the same, a label goes to that one if it has none, and without a label there is nothing to
   * do.
   */
  public SavedVersion save(Change change, String workflow, Label label) {
    return once.run(
        change,
        new Once.Work<>(
            () -> saveNow(change, workflow, label),
            saved -> Integer.toString(saved.version().version()),
            version -> new SavedVersion(version(change.project(), workflow, version), true)));
  }

  private SavedVersion saveNow(Change change, String workflow, Label label) {
    WorkflowRow row = service.lock(change, workflow, null);
    VersionRow newest = versions.newest(row.id()).orElse(null);
    boolean same = newest != null && newest.definition().equals(row.definition());
    if (newest != null && same && label.equals(Label.NONE)) {
      return new SavedVersion(newest, false);
    }
    if (newest != null && same && newest.label() == null && newest.description() == null) {
      versions.describe(row.id(), newest.version(), label.label(), label.description());
      note(change, "workflows.version-described", row, newest.version(), label);
      return new SavedVersion(get(row.id(), newest.version()), false);
    }
    VersionRow added =
        add(change, row, definitions.stored(change.project(), row.definition()), label);
    note(change, "workflows.version-saved", row, added.version(), label);
    return new SavedVersion(added, true);
  }

  /** The newest version if it is the draft, else a new one. */
  VersionRow ofDraft(Change change, WorkflowRow row, Document document) {
    return versions
        .newest(row.id())
        .filter(version -> version.definition().equals(row.definition()))
        .orElseGet(() -> add(change, row, document, Label.NONE));
  }

  private VersionRow add(Change change, WorkflowRow row, Document document, Label label) {
    int next = versions.newest(row.id()).map(VersionRow::version).orElse(0) + 1;
    versions.insert(
        new VersionRow(
            row.id(),
            next,
            Objects.requireNonNullElse(document.name(), row.name()),
            row.definition(),
            label.label(),
            label.description(),
            row.revision(),
            document.problems().size(),
            null,
            clock.instant(),
            change.subject()));
    events.version(row, next, document);
    return get(row.id(), next);
  }

  /** Says what people call a version; what is null is forgotten. */
  public VersionRow describe(Change change, String workflow, String version, Label label) {
    return once.run(
        () -> {
          WorkflowRow locked =
              service.lock(change, workflow, null); // a label that is being set is not overwritten
          VersionRow row = version(change.project(), workflow, version);
          versions.describe(row.workflowId(), row.version(), label.label(), label.description());
          note(change, "workflows.version-described", locked, row.version(), label);
          return get(row.workflowId(), row.version());
        });
  }

  private void note(Change change, String action, WorkflowRow row, int version, Label label) {
    once.note(change.event(action, row).with("version", version).with("label", label.label()));
  }

  /** Newest first. */
  public Page<VersionInfo> list(ProjectId project, String workflow, PageRequest request) {
    UUID id = service.get(project, workflow).id();
    Integer before = request.position(Versions::number);
    var rows = infos.list(id, before == null ? Integer.MAX_VALUE : before, request.limit() + 1);
    return request.page(rows, row -> Integer.toString(row.version()));
  }

  /**
   * @throws HawserException.NotFound when the workflow or the version is malformed or unknown
   */
  public VersionRow version(ProjectId project, String workflow, String version) {
    UUID id = service.get(project, workflow).id();
    return Optional.ofNullable(number(version))
        .flatMap(number -> versions.find(id, number))
        .orElseThrow(() -> noVersion("There is no version " + version));
  }

  /**
   * @param reference {@code draft}, {@code deployed} or a version's number
   * @throws HawserException.NotFound when there is none
   */
  public Snapshot snapshot(ProjectId project, String workflow, String reference) {
    WorkflowRow row = service.get(project, workflow);
    if (reference.equals("draft")) {
      return new Snapshot(row, null, row.name(), row.definition());
    }
    String version = reference;
    if (reference.equals("deployed")) {
      if (row.deployedVersion() == null) {
        throw noVersion("The workflow is not deployed");
      }
      version = String.valueOf(row.deployedVersion());
    }
    VersionRow found = version(project, workflow, version);
    return new Snapshot(row, found.version(), found.name(), found.definition());
  }

  /**
   * The version that is deployed, else the newest one.
   *
   * @throws HawserException.NotFound when there is no version yet
   */
  public Snapshot deployedOrNewest(ProjectId project, String workflow) {
    WorkflowRow row = service.get(project, workflow);
    if (row.deployedVersion() != null) {
      return snapshot(project, workflow, "deployed");
    }
    VersionRow newest =
        versions.newest(row.id()).orElseThrow(() -> noVersion("The workflow has no version yet"));
    return new Snapshot(row, newest.version(), newest.name(), newest.definition());
  }

  private VersionRow get(UUID id, int version) {
    return versions
        .find(id, version)
        .orElseThrow(() -> noVersion("There is no version " + version));
  }

  static @Nullable Integer number(String text) {
    return text.matches("[1-9][0-9]{0,8}") ? Integer.valueOf(text) : null;
  }

  static HawserException.NotFound noVersion(String message) {
    return new HawserException.NotFound(NO_VERSION, message);
  }
}
