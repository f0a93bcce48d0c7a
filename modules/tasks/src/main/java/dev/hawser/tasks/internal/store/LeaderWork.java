package dev.hawser.tasks.internal.store;

import dev.hawser.core.lock.Leadership;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Transactions that only the leader of a name may make. */
final class LeaderWork {
  /** What is done in the transaction; empty rolls it back. */
  @FunctionalInterface
  interface Work<T> {
    Optional<T> run(Connection connection) throws SQLException;
  }

  private LeaderWork() {}

  /** The result of the work when it was committed; empty when the leadership is stale. */
  static <T> Optional<T> commit(DataSource dataSource, Leadership leadership, Work<T> work)
      throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        Optional<T> result =
            LeaderFence.holds(connection, leadership) ? work.run(connection) : Optional.empty();
        if (result.isPresent()) {
          connection.commit();
        } else {
          connection.rollback();
        }
        return result;
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
