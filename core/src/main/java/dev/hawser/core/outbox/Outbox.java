package dev.hawser.core.outbox;

/**
 * The events that leave one module. There is one for each data source, under the data source's
 * name.
 */
public interface Outbox {
  /**
   * Adds an event to the transaction that this thread is in, on this data source: it is delivered
   * if that is committed, and else it never was. Events of one outbox are delivered in the order in
   * which they were added, as far as their transactions came one after the other.
   *
   * @throws dev.hawser.core.error.HawserException.Internal when there is no transaction
   */
  void append(OutboxEvent event);
}
