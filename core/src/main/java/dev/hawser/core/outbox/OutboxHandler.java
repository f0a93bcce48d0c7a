package dev.hawser.core.outbox;

import java.util.List;

/** Beans of this type get the events of one name from the outboxes of all modules. */
public interface OutboxHandler {
  /** The name of the events that it handles, for example {@code audit.recorded.v1}. */
  String name();

  /**
   * Handles events of one outbox, in their order. When it returns they are done with; when it
   * throws, none of them counts as handled. The same event may come again, also from two replicas
   * at once, and must then change nothing.
   *
   * @throws dev.hawser.core.error.HawserException.Unavailable when it can handle nothing now: then
   *     everything in this outbox waits. After any other exception the events come again one by
   *     one, and those that fail alone are put off for longer and longer while the others go on.
   */
  void handle(List<OutboxEvent> events);
}
