package dev.hawser.core.outbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What the delivery reads and writes in a table that {@link OutboxTable} describes. */
final class OutboxRows {
  /** From so many failures on an event counts as parked: it is only tried again once an hour. */
  static final int PARKED_AFTER = 8;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final String table;

  /** An event and its place. */
  record Waiting(long number, int attempts, OutboxEvent event) {}

  OutboxRows(String schema) {
    this.table = OutboxTable.name(schema);
  }

  /** Whether anything is to be delivered: all that an idle outbox costs. */
  boolean isDue(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select exists (select 1 from " + table + " where due_at <= now())")) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** The next events, oldest first, locked; those that another delivery has in hand are skipped. */
  List<Waiting> take(Connection transaction, int limit) throws SQLException {
    String select =
        "select number, attempts, id, name, payload from "
            + table
            + " where due_at <= now() order by number limit ? for update skip locked";
    List<Waiting> taken = new ArrayList<>();
    try (PreparedStatement statement = transaction.prepareStatement(select)) {
      statement.setInt(1, limit);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          OutboxEvent event =
              new OutboxEvent(rows.getObject(3, UUID.class), rows.getString(4), rows.getString(5));
          taken.add(new Waiting(rows.getLong(1), rows.getInt(2), event));
        }
      }
    }
    return taken;
  }

  /** Forgets what was handled. */
  void delete(Connection transaction, Collection<Waiting> handled) throws SQLException {
    Array numbers =
        transaction.createArrayOf("bigint", handled.stream().map(Waiting::number).toArray());
    try (PreparedStatement statement =
        transaction.prepareStatement("delete from " + table + " where number = any(?)")) {
      statement.setArray(1, numbers);
      statement.executeUpdate();
    } finally {
      numbers.free();
    }
  }

  /** Lets an event that has failed wait longer than the last time. */
  void putOff(Connection transaction, Waiting failed) throws SQLException {
    String update =
        "update "
            + table
            + " set attempts = attempts + 1, due_at = now() + ? * interval '1 second'"
            + " where number = ?";
    try (PreparedStatement statement = transaction.prepareStatement(update)) {
      statement.setLong(1, pause(failed.attempts()).toSeconds());
      statement.setLong(2, failed.number());
      statement.executeUpdate();
    }
  }

  /** How many events are parked. */
  long parked(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select count(*) from " + table + " where attempts >= ?")) {
      statement.setInt(1, PARKED_AFTER);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  static Duration pause(int attempts) {
    if (attempts + 1 >= PARKED_AFTER) {
      return LONGEST_PAUSE;
    }
    return FIRST_PAUSE.multipliedBy(1L << attempts);
  }
}
