package dev.hawser.workflows.internal.store;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps drafts as they are while somebody works on them, right or wrong. */
@Singleton
public final class Drafts {
  private final WorkflowService service;
  private final WorkflowNames names;
  private final Versions versions;
  private final VersionRepository rows;
  private final Definitions definitions;
  private final Once once;

  Drafts(
      WorkflowService service,
      WorkflowNames names,
      Versions versions,
      VersionRepository rows,
      Definitions definitions,
      Once once) {
    this.service = service;
    this.names = names;
    this.versions = versions;
    this.rows = rows;
    this.definitions = definitions;
    this.once = once;
  }

  /** A draft that was kept, and what is wrong with it. */
  public record Saved(WorkflowRow row, List<Problem> problems) {
    public Saved {
      problems = List.copyOf(problems);
    }
  }

  /**
   * A draft that was replaced by a version.
   *
   * @param lostChanges whether what was there before is in no version
   */
  public record Restored(Saved draft, boolean lostChanges) {}

  /**
   * Keeps a draft whatever is wrong with it; one that is the same already keeps its revision. The
   * workflow's own name follows when the draft's is right and free.
   *
   * @param expected the revision that the client has seen; null when it does not care
   * @throws HawserException.PreconditionFailed when the draft is at another revision
   */
  public Saved save(Change change, String workflow, Document document, @Nullable Long expected) {
    return once.run(
        () -> {
          WorkflowRow row = service.lock(change, workflow, expected);
          Saved saved = keep(change, row, document);
          if (saved.row().revision() > row.revision()) {
            once.note(
                change
                    .event("workflows.draft-saved", saved.row())
                    .with("problems", saved.problems().size()));
          }
          return saved;
        });
  }

  private Saved keep(Change change, WorkflowRow row, Document document) {
    String name = document.name();
    boolean free = name != null && names.isFree(row, name);
    List<Problem> problems = new ArrayList<>(document.problems());
    if (name != null && !free) {
      problems.add(WorkflowNames.problem(name));
    }
    String next = free ? Objects.requireNonNull(name) : row.name();
    boolean same = row.definition().equals(document.json()) && row.name().equals(next);
    return new Saved(
        same ? row : service.store(change, row, next, document, problems.size()), problems);
  }

  /**
   * Makes a version the draft again.
   *
   * @param expected the revision that the client has seen; null when it does not care
   * @throws HawserException.PreconditionFailed when the draft is at another revision
   */
  public Restored restore(Change change, String workflow, String version, @Nullable Long expected) {
    return once.run(
        change,
        new Once.Work<>(
            () -> restoreNow(change, workflow, version, expected),
            restored -> Boolean.toString(restored.lostChanges()),
            lost -> again(change, workflow, Boolean.parseBoolean(lost))));
  }

  private Restored restoreNow(
      Change change, String workflow, String version, @Nullable Long expected) {
    WorkflowRow row = service.lock(change, workflow, expected);
    VersionRow old = versions.version(change.project(), workflow, version);
    Document document = definitions.stored(change.project(), old.definition());
    boolean lost =
        !row.definition().equals(document.json()) && rows.with(row.id(), row.definition()) == null;
    Saved saved = keep(change, row, document);
    if (saved.row().revision() > row.revision()) {
      once.note(
          change
              .event("workflows.draft-restored", saved.row())
              .with("version", old.version())
              .with("lostChanges", lost));
    }
    return new Restored(saved, lost);
  }

  private Restored again(Change change, String workflow, boolean lost) {
    WorkflowRow row = service.get(change.project(), workflow);
    Document document = definitions.stored(change.project(), row.definition());
    return new Restored(new Saved(row, document.problems()), lost);
  }
}
