package dev.hawser.workflows.internal.transfer;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.internal.event.AppEventRow;
import dev.hawser.workflows.internal.event.EventService;
import dev.hawser.workflows.internal.event.NewEvent;
import dev.hawser.workflows.internal.store.Change;
import dev.hawser.workflows.internal.transfer.Transfer.Action;
import dev.hawser.workflows.internal.transfer.Transfer.Event;
import dev.hawser.workflows.internal.transfer.Transfer.Message;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Copies the app events that copied workflows name. One that is there stays as it is. */
@Singleton
final class EventCopies {
  private static final EventService.Condition ONLY_NEW = new EventService.Condition(null, true);
  private final EventService events;

  EventCopies(EventService events) {
    this.events = events;
  }

  List<Event> copy(Change change, ProjectId from, Set<String> names) {
    List<Event> copied = new ArrayList<>();
    for (String name : names) {
      copied.add(copy(change, from, name));
    }
    return copied;
  }

  private Event copy(Change change, ProjectId from, String name) {
    Optional<AppEventRow> source = events.find(from, name);
    Optional<AppEventRow> there = events.find(change.project(), name);
    if (source.isEmpty()) {
      return there.isPresent()
          ? new Event(Action.KEEP, name, List.of())
          : new Event(
              Action.KEEP,
              name,
              List.of(Message.warning("neither project has the app event \"" + name + "\"")));
    }
    AppEventRow event = source.get();
    if (there.isEmpty()) {
      var _ =
          events.put(
              change,
              new NewEvent(event.name(), event.description(), event.example(), event.schema()),
              ONLY_NEW);
      return new Event(Action.ADD, name, List.of());
    }
    return there.get().example().equals(event.example())
        ? new Event(Action.IDENTICAL, name, List.of())
        : new Event(
            Action.KEEP,
            name,
            List.of(
                Message.info(
                    "the app event \"" + name + "\" has another example here, which stays")));
  }
}
