package dev.hawser.workflows.internal.transfer;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.store.Change;
import dev.hawser.workflows.internal.store.Copies;
import dev.hawser.workflows.internal.store.Definitions;
import dev.hawser.workflows.internal.store.DeployGate;
import dev.hawser.workflows.internal.store.Document;
import dev.hawser.workflows.internal.store.EventNames;
import dev.hawser.workflows.internal.store.Once;
import dev.hawser.workflows.internal.store.Versions;
import dev.hawser.workflows.internal.store.Versions.Snapshot;
import dev.hawser.workflows.internal.store.WorkflowInfo;
import dev.hawser.workflows.internal.store.WorkflowRow;
import dev.hawser.workflows.internal.store.WorkflowService;
import dev.hawser.workflows.internal.transfer.Transfer.Action;
import dev.hawser.workflows.internal.transfer.Transfer.Event;
import dev.hawser.workflows.internal.transfer.Transfer.Item;
import dev.hawser.workflows.internal.transfer.Transfer.Message;
import dev.hawser.workflows.internal.transfer.Transfer.Placing;
import dev.hawser.workflows.internal.transfer.Transfer.Result;
import dev.hawser.workflows.internal.transfer.Transfer.State;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Copies workflows from one project to another in one transaction: all of it or nothing. A preview
 * is the same work, rolled back, so it says exactly what would be. Nothing is deployed, and the
 * source is only read.
 */
@Singleton
public final class ProjectCopies {
  /** More at once would hold their names for too long. */
  static final int MOST = 500;

  private static final ErrorCode TOO_MANY = new ErrorCode("workflows.too-many-to-copy");
  private static final ErrorCode UNKNOWN = new ErrorCode("workflows.workflow-not-found");

  private final WorkflowService workflows;
  private final Versions versions;
  private final Definitions definitions;
  private final DeployGate gate;
  private final Copies copies;
  private final EventCopies events;
  private final Once once;

  ProjectCopies(
      WorkflowService workflows,
      Versions versions,
      Definitions definitions,
      DeployGate gate,
      Copies copies,
      EventCopies events,
      Once once) {
    this.workflows = workflows;
    this.versions = versions;
    this.definitions = definitions;
    this.gate = gate;
    this.copies = copies;
    this.events = events;
    this.once = once;
  }

  /** What {@link #copy} would do now, without doing it. Throws like it. */
  public Result preview(Change change, Transfer transfer) {
    return once.tried(() -> copyNow(change.anonymous(), transfer));
  }

  /**
   * Copies into the project of the change. The same request again gives the same answer.
   *
   * @param written the answer as text, by which it is remembered
   * @throws HawserException.NotFound when a workflow that is named is not there, or not deployed
   *     where its deployed version is wanted
   * @throws HawserException.Invalid when there are more than {@value #MOST}
   */
  public String copy(Change change, Transfer transfer, Function<Result, String> written) {
    return once.run(
        change,
        new Once.Work<>(
            () -> written.apply(copyNow(change.anonymous(), transfer)),
            Function.identity(),
            Function.identity()));
  }

  private Result copyNow(Change change, Transfer transfer) {
    List<Snapshot> sources = sources(transfer);
    List<Document> documents = new ArrayList<>();
    Set<String> named = new LinkedHashSet<>();
    for (Snapshot source : sources) {
      Document document = definitions.stored(change.project(), source.definition());
      documents.add(document);
      named.addAll(EventNames.of(document.value()).keySet());
    }
    List<Event> copied = events.copy(change, transfer.from(), named);
    List<Copied> all = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      all.add(place(change, sources.get(i), documents.get(i), transfer.placing()));
    }
    // What they miss is asked for when all are there: one may start another.
    return new Result(all.stream().map(one -> item(change, one)).toList(), copied);
  }

  private record Copied(Action action, Snapshot source, WorkflowRow row) {}

  private Copied place(Change change, Snapshot source, Document document, Placing placing) {
    String name = document.name() == null ? source.name() : document.name();
    Optional<WorkflowRow> there = workflows.named(change.project(), name);
    if (there.isEmpty()) {
      return new Copied(Action.ADD, source, copies.copy(change, source, name));
    }
    if (placing == Placing.NEW) {
      String free = free(change.project(), name);
      return new Copied(Action.ADD, source, copies.copy(change, source, free));
    }
    WorkflowRow row = there.get();
    if (row.definition().equals(document.json())) {
      return new Copied(Action.IDENTICAL, source, row);
    }
    return new Copied(Action.MODIFY, source, copies.copyOnto(change, source, row));
  }

  private Item item(Change change, Copied copied) {
    WorkflowRow row = copied.row();
    Document document = definitions.stored(change.project(), row.definition());
    List<Message> messages = new ArrayList<>();
    for (Problem problem : document.problems()) {
      messages.add(new Message(true, problem.message(), problem.pointer()));
    }
    for (Problem problem : gate.missing(change.project(), document.value(), document.plan())) {
      messages.add(new Message(true, problem.message(), problem.pointer()));
    }
    if (copied.action() == Action.MODIFY) {
      messages.add(Message.info("what the draft was before is saved as a version"));
      if (row.deployedVersion() != null) {
        messages.add(Message.info("version %d stays deployed".formatted(row.deployedVersion())));
      }
    }
    return new Item(
        copied.action(),
        new WorkflowId(copied.source().workflow().id()).toString(),
        new WorkflowId(row.id()).toString(),
        row.name(),
        messages);
  }

  private List<Snapshot> sources(Transfer transfer) {
    List<String> named = transfer.workflows();
    List<Snapshot> sources = new ArrayList<>();
    if (named != null) {
      for (String workflow : new LinkedHashSet<>(named)) {
        sources.add(snapshot(transfer, id(transfer.from(), workflow)));
      }
    } else {
      for (WorkflowInfo row : all(transfer.from())) {
        if (transfer.state() == State.DRAFT || row.deployedVersion() != null) {
          sources.add(snapshot(transfer, new WorkflowId(row.id()).toString()));
        }
      }
    }
    return sources;
  }

  private Snapshot snapshot(Transfer transfer, String id) {
    return versions.snapshot(
        transfer.from(), id, transfer.state() == State.DRAFT ? "draft" : "deployed");
  }

  private String id(ProjectId project, String nameOrId) {
    return workflows
        .named(project, nameOrId)
        .map(row -> new WorkflowId(row.id()).toString())
        .or(() -> WorkflowId.parse(nameOrId).map(WorkflowId::toString))
        .orElseThrow(
            () -> new HawserException.NotFound(UNKNOWN, "There is no workflow " + nameOrId));
  }

  private List<WorkflowInfo> all(ProjectId project) {
    List<WorkflowInfo> all = new ArrayList<>();
    String cursor = null;
    do {
      Page<WorkflowInfo> page =
          workflows.list(project, null, PageRequest.of(PageRequest.MAX_LIMIT, cursor));
      all.addAll(page.items());
      cursor = page.nextCursor();
      if (all.size() > MOST) {
        String message =
            "The project has more than %d workflows: name those to copy.".formatted(MOST);
        throw new HawserException.Invalid(
            TOO_MANY, message, List.of(Problem.at("/workflows", message)));
      }
    } while (cursor != null);
    return all;
  }

  private String free(ProjectId project, String name) {
    for (int n = 2; ; n++) {
      String next = name + " (" + n + ")";
      if (workflows.named(project, next).isEmpty()) {
        return next;
      }
    }
  }
}
