package dev.hawser.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one database that are used again: each new one is a new process of PostgreSQL,
 * which costs more than most statements of tests. Thread-safe; as many are kept as were in use at
 * once.
 */
final class KeptConnections {
  interface Opening {
    Connection open() throws SQLException;
  }

  private interface Work {
    void on(Statement statement) throws SQLException;
  }

  private static final int ALIVE_SECONDS = 5;

  private final Opening opening;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

  KeptConnections(Opening opening) {
    this.opening = opening;
  }

  /** Executes the statements in turn, each a transaction of its own. */
  void execute(String... statements) throws SQLException {
    with(
        statement -> {
          for (String sql : statements) {
            statement.execute(sql);
          }
        });
  }

  /** The first column of all rows as text. */
  List<@Nullable String> query(String sql) throws SQLException {
    List<@Nullable String> values = new ArrayList<>();
    with(
        statement -> {
          try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
              values.add(rows.getString(1));
            }
          }
        });
    return values;
  }

  /** Closes those that nobody uses now. They may be opened again. */
  void close() throws SQLException {
    for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
      kept.close();
    }
  }

  private void with(Work work) throws SQLException {
    Connection connection = take();
    try (Statement statement = connection.createStatement()) {
      work.on(statement);
    } catch (SQLException | RuntimeException e) {
      try {
        connection.close(); // nobody knows in which state it is
      } catch (SQLException more) {
        e.addSuppressed(more);
      }
      throw e;
    }
    idle.push(connection);
  }

  /** The server may have ended it meanwhile. */
  private Connection take() throws SQLException {
    for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
      if (kept.isValid(ALIVE_SECONDS)) {
        return kept;
      }
      kept.close();
    }
    return opening.open();
  }
}
