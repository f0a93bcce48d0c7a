package dev.hawser.core.outbox;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.outbox.OutboxRows.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the events of one outbox to their handlers. The rows stay locked meanwhile and are deleted
 * when the handler has returned; whoever dies in between leaves them for the next one, and the
 * handler then sees them again.
 */
final class OutboxDelivery {
  static final int BATCH = 100;
  private static final Logger LOG = LoggerFactory.getLogger(OutboxDelivery.class);

  private final OutboxSource source;
  private final Map<String, OutboxHandler> handlers;
  private final OutboxMetrics metrics;

  OutboxDelivery(OutboxSource source, Map<String, OutboxHandler> handlers, OutboxMetrics metrics) {
    this.source = source;
    this.handlers = Map.copyOf(handlers);
    this.metrics = metrics;
  }

  String name() {
    return source.name();
  }

  /**
   * Delivers all that is due.
   *
   * @throws SQLException when the outbox cannot be read
   * @throws HawserException.Unavailable when a handler can do nothing now
   */
  void run(BooleanSupplier goOn) throws SQLException {
    try (Connection connection = source.connect()) {
      boolean more = true;
      while (more && goOn.getAsBoolean() && source.rows().isDue(connection)) {
        connection.setAutoCommit(false);
        try {
          List<Waiting> batch = source.rows().take(connection, BATCH);
          more = !batch.isEmpty(); // none when another delivery has them in hand
          if (deliver(connection, batch)) {
            metrics.parked(name(), source.rows().parked(connection));
          }
          connection.commit();
        } finally {
          connection.rollback();
          connection.setAutoCommit(true);
        }
      }
    }
  }

  /** Counts what others have parked before this replica began to lead. */
  void countParked() throws SQLException {
    try (Connection connection = source.connect()) {
      metrics.parked(name(), source.rows().parked(connection));
    }
  }

  /** Gives whether some could not be handled. */
  private boolean deliver(Connection transaction, List<Waiting> batch) throws SQLException {
    Map<String, List<Waiting>> byName = new HashMap<>();
    for (Waiting waiting : batch) {
      byName.computeIfAbsent(waiting.event().name(), name -> new ArrayList<>()).add(waiting);
    }
    boolean failures = false;
    for (var entry : byName.entrySet()) {
      OutboxHandler handler = handlers.get(entry.getKey());
      List<Waiting> failed = handler == null ? entry.getValue() : handle(handler, entry.getValue());
      List<Waiting> handled = new ArrayList<>(entry.getValue());
      handled.removeAll(failed);
      source.rows().delete(transaction, handled);
      metrics.delivered(name(), handled.size());
      for (Waiting one : failed) {
        failures = true;
        putOff(transaction, one);
      }
    }
    return failures;
  }

  /** Gives those that could not be handled. */
  private List<Waiting> handle(OutboxHandler handler, List<Waiting> events) {
    try {
      handler.handle(events.stream().map(Waiting::event).toList());
      return List.of();
    } catch (HawserException.Unavailable e) {
      throw e;
    } catch (RuntimeException e) {
      if (events.size() == 1) {
        Waiting event = events.getFirst();
        LOG.warn("The event {} {} was not handled", event.event().name(), event.event().id(), e);
        return events;
      }
    }
    List<Waiting> failed = new ArrayList<>();
    for (Waiting event : events) {
      failed.addAll(handle(handler, List.of(event)));
    }
    return failed;
  }

  private void putOff(Connection transaction, Waiting failed) throws SQLException {
    source.rows().putOff(transaction, failed);
    metrics.failed(name());
    if (failed.attempts() + 1 == OutboxRows.PARKED_AFTER) {
      LOG.error(
          "The event {} {} in the outbox of {} is parked after {} failures; it is tried again once"
              + " an hour",
          failed.event().name(),
          failed.event().id(),
          name(),
          OutboxRows.PARKED_AFTER);
    }
  }
}
