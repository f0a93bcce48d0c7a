package dev.hawser.workflows.internal.event;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.internal.store.Change;
import dev.hawser.workflows.internal.store.EventUser;
import dev.hawser.workflows.internal.store.EventUses;
import dev.hawser.workflows.internal.store.Once;
import dev.hawser.workflows.internal.store.Revisions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Defines, lists and deletes the app events of projects. */
@Singleton
public final class EventService {
  private static final ErrorCode NOT_FOUND = new ErrorCode("workflows.event-not-found");
  private static final ErrorCode EXISTS = new ErrorCode("workflows.event-exists");
  private static final ErrorCode IN_USE = new ErrorCode("workflows.event-in-use");

  private final AppEventRepository events;
  private final AppEventInfoRepository infos;
  private final EventUses uses;
  private final Once once;
  private final InstantSource clock;

  EventService(
      AppEventRepository events,
      AppEventInfoRepository infos,
      EventUses uses,
      Once once,
      InstantSource clock) {
    this.events = events;
    this.infos = infos;
    this.uses = uses;
    this.once = once;
    this.clock = clock;
  }

  /** What a client wants to be sure of before its change. */
  public record Condition(@Nullable Long revision, boolean onlyNew) {}

  /** An event that was put. */
  public record Put(AppEventRow row, boolean isNew) {}

  /** Whether deployed workflows that listen keep an event from being deleted. */
  public enum Deletion {
    WHEN_UNUSED,
    FORCED
  }

  /**
   * Creates or replaces an event; one that is the same already keeps its revision.
   *
   * @throws HawserException.PreconditionFailed when it is at another revision
   * @throws HawserException.Conflict when it was to be new and there is one
   */
  public Put put(Change change, NewEvent event, Condition condition) {
    return once.run(() -> putNow(change, event, condition));
  }

  private Put putNow(Change change, NewEvent event, Condition condition) {
    ProjectId project = change.project();
    Instant now = clock.instant();
    String subject = change.caller().subject();
    AppEventRow fresh =
        new AppEventRow(
            project.value(),
            event.name(),
            1,
            event.description(),
            event.example(),
            event.schema(),
            now,
            subject,
            now,
            subject);
    events.lockName(project.value() + " " + event.name());
    AppEventRow old = events.lock(project, event.name()).orElse(null);
    if (old == null) {
      if (condition.revision() != null) {
        throw notFound(event.name());
      }
      events.insert(fresh);
      once.note(event(change, "app-events.created", event.name()).with("revision", 1));
      return new Put(stored(project, event.name()), true);
    }
    if (condition.onlyNew()) {
      throw new HawserException.Conflict(
          EXISTS, "The project has an event \"" + event.name() + "\" already.");
    }
    Revisions.require(condition.revision(), old.revision(), "The event");
    if (old.example().equals(event.example())
        && Objects.equals(old.description(), event.description())) {
      return new Put(old, false);
    }
    events.change(
        new AppEventRow(
            project.value(),
            event.name(),
            old.revision() + 1,
            event.description(),
            event.example(),
            event.schema(),
            old.createdAt(),
            old.createdBy(),
            now,
            subject));
    once.note(
        event(change, "app-events.updated", event.name()).with("revision", old.revision() + 1));
    return new Put(stored(project, event.name()), false);
  }

  /**
   * Deletes an event.
   *
   * @throws HawserException.Conflict when a deployed workflow listens to it, unless forced
   */
  public void delete(Change change, String name, Deletion deletion) {
    requireName(name);
    ProjectId project = change.project();
    once.run(
        () -> {
          // Who deploys a workflow that listens holds the row until its commit.
          if (events.lock(project, name).isEmpty()) {
            throw notFound(name);
          }
          List<String> listeners = uses.deployed(project, name);
          if (deletion == Deletion.WHEN_UNUSED && !listeners.isEmpty()) {
            throw new HawserException.Conflict(
                IN_USE,
                "Deployed workflows listen to the event \""
                    + name
                    + "\": "
                    + String.join(", ", listeners)
                    + ". Undeploy them, or delete it with force=true.");
          }
          once.note(event(change, "app-events.deleted", name).with("deployedListeners", listeners));
          return events.delete(project, name);
        });
  }

  /**
   * @throws HawserException.NotFound when there is none of this name
   */
  public AppEventRow get(ProjectId project, String name) {
    requireName(name);
    return events.find(project, name).orElseThrow(() -> notFound(name));
  }

  /** The event, if there is one of this name. */
  public Optional<AppEventRow> find(ProjectId project, String name) {
    return NewEvent.isName(name) ? events.find(project, name) : Optional.empty();
  }

  /** Without examples and schemas, by name. */
  public Page<AppEventInfo> list(ProjectId project, PageRequest request) {
    String after = request.position(text -> NewEvent.isName(text) ? text : null);
    var rows = infos.list(project, after == null ? "" : after, request.limit() + 1);
    return request.page(rows, AppEventInfo::name);
  }

  /** The workflows whose draft or deployed version names the event. */
  public Page<EventUser> users(ProjectId project, String name, PageRequest request) {
    get(project, name);
    return uses.list(project, name, request);
  }

  private static AuditEvent event(Change change, String action, String name) {
    return AuditEvent.by(change.caller(), action).on("app-event", name);
  }

  private AppEventRow stored(ProjectId project, String name) {
    return events.find(project, name).orElseThrow(() -> notFound(name));
  }

  /** Not all texts can be asked for in Postgres. */
  private static void requireName(String name) {
    if (!NewEvent.isName(name)) {
      throw notFound(name);
    }
  }

  private static HawserException.NotFound notFound(String name) {
    return new HawserException.NotFound(NOT_FOUND, "There is no event " + name);
  }
}
