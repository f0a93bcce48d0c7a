package dev.hawser.tasks.internal.store;

import dev.hawser.core.lock.Leadership;
import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.tasks.ExecutionId;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Who is alive. Time here is Postgres's, so that replicas' clocks do not matter. */
@Singleton
public final class Replicas {
  private final DataSource dataSource;
  private final OpenExecutions open;

  public Replicas(@Named("tasks") DataSource dataSource, OpenExecutions open) {
    this.dataSource = PlainDataSources.plain(dataSource);
    this.open = open;
  }

  /** A registered replica, and what it took over from its own former lives. */
  public record Registration(long epoch, List<ExecutionId> released) {
    public Registration {
      released = List.copyOf(released);
    }
  }

  /**
   * Gives this process an epoch. Former epochs of the same node are dead, because a node is one
   * process at a time: their executions are queued again at once.
   */
  public Registration register(String node) throws SQLException {
    return inTransaction(
        connection -> {
          long epoch;
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "insert into replica (node) values (?) returning epoch")) {
            insert.setString(1, node);
            epoch = single(insert);
          }
          List<Long> former =
              longs(
                  connection,
                  "delete from replica where node = ? and epoch < ? returning epoch",
                  node,
                  epoch);
          return new Registration(
              epoch, former.isEmpty() ? List.of() : open.release(connection, former));
        });
  }

  /** Says that the epoch is alive; false when others declared it dead. */
  public boolean heartbeat(long epoch) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "update replica set heartbeat_at = now() where epoch = ?")) {
      update.setLong(1, epoch);
      return update.executeUpdate() == 1;
    }
  }

  /** Hands back everything of an epoch that ends in order. */
  public List<ExecutionId> leave(long epoch) throws SQLException {
    return inTransaction(
        connection -> {
          List<ExecutionId> released = open.release(connection, List.of(epoch));
          longs(connection, "delete from replica where epoch = ? returning epoch", epoch);
          return released;
        });
  }

  /**
   * As leader: queues what replicas without a heartbeat were running. Empty when the leadership is
   * stale.
   */
  public List<ExecutionId> takeOver(Leadership leadership, Duration silence) throws SQLException {
    return inTransaction(
        connection -> {
          if (!LeaderFence.holds(connection, leadership)) {
            return List.of();
          }
          List<Long> dead =
              longs(
                  connection,
                  "delete from replica where heartbeat_at < now() - make_interval(secs => ?) returning epoch",
                  silence.toMillis() / 1000.0);
          return dead.isEmpty() ? List.of() : open.release(connection, dead);
        });
  }

  /**
   * As leader: queues what a replica took after it was declared dead and before it knew. Empty when
   * the leadership is stale.
   */
  public List<ExecutionId> takeOverStrays(Leadership leadership) throws SQLException {
    return inTransaction(
        connection ->
            LeaderFence.holds(connection, leadership) ? open.releaseStrays(connection) : List.of());
  }

  /** As leader: queues waiting executions that are due. Empty when the leadership is stale. */
  public List<ExecutionId> wake(Leadership leadership, Instant now, int limit) throws SQLException {
    return inTransaction(
        connection ->
            LeaderFence.holds(connection, leadership)
                ? open.wake(connection, now, limit)
                : List.of());
  }

  @FunctionalInterface
  private interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private <T> T inTransaction(Work<T> work) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    }
  }

  private static List<Long> longs(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<Long> result = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          result.add(rows.getLong(1));
        }
      }
      return result;
    }
  }

  private static long single(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
