package dev.hawser.workflows.internal.store;

import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.WorkflowId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Which app events the workflows of a project name: written with each draft and version. */
@Singleton
public final class EventUses {
  private static final UUID FIRST = new UUID(0, 0);
  private static final int DRAFT = 0;
  private static final int MOST_NAMED = 5;

  private final EventUseRepository uses;
  private final EventUserRepository users;

  EventUses(EventUseRepository uses, EventUserRepository users) {
    this.uses = uses;
    this.users = users;
  }

  void draft(WorkflowRow row, Document document) {
    uses.forgetDraft(row.project(), row.id());
    add(row, DRAFT, document);
  }

  void version(WorkflowRow row, int version, Document document) {
    add(row, version, document);
  }

  private void add(WorkflowRow row, int version, Document document) {
    for (String name : EventNames.of(document.value()).keySet()) {
      if (name.indexOf('\0') < 0) {
        uses.insert(new EventUseRow(row.projectId(), name, row.id(), version));
      }
    }
  }

  /** Workflows whose draft or deployed version names the event. */
  public Page<EventUser> list(ProjectId project, String name, PageRequest request) {
    WorkflowId after = request.position(text -> WorkflowId.parse(text).orElse(null));
    var rows =
        users.list(project, name, after == null ? FIRST : after.value(), request.limit() + 1);
    return request.page(rows, row -> new WorkflowId(row.id()).toString());
  }

  /** The names of some workflows that are deployed and listen; to be asked in a transaction. */
  public List<String> deployed(ProjectId project, String name) {
    return users.deployed(project, name, MOST_NAMED);
  }
}
