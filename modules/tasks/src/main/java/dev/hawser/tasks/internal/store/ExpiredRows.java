package dev.hawser.tasks.internal.store;

import dev.hawser.core.lock.Leadership;
import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.tasks.internal.segment.Days;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What retention deletes row by row, because it is in no partition of a day; and when the leader
 * did its rare work last.
 */
@Singleton
public final class ExpiredRows {
  private static final int CHUNK = 5_000;

  private static final String STRAYS =
      """
      delete from execution_history_default
      where ctid = any(array(select ctid from execution_history_default where id < ? limit ?))
      """;

  private static final String ENDED =
      """
      delete from ended_execution
      where ctid = any(array(
        select ctid from ended_execution where id < ? and ended_at < ? order by id limit ?))
      """;

  private static final String SEGMENTS = "delete from history_segment where day < ?";

  private static final String DONE =
      """
      insert into history_upkeep (name, done_at) values (?, ?)
      on conflict (name) do update set done_at = excluded.done_at
      """;

  private final DataSource dataSource;

  public ExpiredRows(@Named("tasks") DataSource dataSource) {
    this.dataSource = PlainDataSources.plain(dataSource);
  }

  /**
   * Deletes rows of days before this one. What has ended but was never archived stays until it
   * ended before {@code endedBefore}: an execution that waited for longer than the retention is not
   * gone at the moment when it ends.
   *
   * @return how many executions are gone
   */
  public long delete(Leadership leadership, LocalDate firstKept, Instant endedBefore)
      throws SQLException {
    long rows = 0;
    int chunk;
    do {
      chunk = commit(leadership, connection -> strays(connection, firstKept));
      rows += chunk;
    } while (chunk == CHUNK);
    do {
      chunk = commit(leadership, connection -> ended(connection, firstKept, endedBefore));
      rows += chunk;
    } while (chunk == CHUNK);
    commit(leadership, connection -> segments(connection, firstKept));
    return rows;
  }

  /** When the work of this name was done last. */
  public Optional<Instant> lastDone(String name) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select done_at from history_upkeep where name = ?")) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.ofNullable(SqlTypes.instant(row, "done_at"))
            : Optional.empty();
      }
    }
  }

  /** Notes that the work of this name is done; false when the leadership is stale. */
  public boolean done(Leadership leadership, String name, Instant at) throws SQLException {
    int written =
        commit(
            leadership,
            connection -> {
              try (PreparedStatement upsert = connection.prepareStatement(DONE)) {
                upsert.setString(1, name);
                SqlTypes.setInstant(upsert, 2, at);
                return upsert.executeUpdate();
              }
            });
    return written == 1;
  }

  private interface Rows {
    int change(Connection connection) throws SQLException;
  }

  private int commit(Leadership leadership, Rows rows) throws SQLException {
    return LeaderWork.commit(
            dataSource, leadership, connection -> Optional.of(rows.change(connection)))
        .orElse(0);
  }

  private static int strays(Connection connection, LocalDate firstKept) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(STRAYS)) {
      delete.setObject(1, Days.firstId(firstKept));
      delete.setInt(2, CHUNK);
      return delete.executeUpdate();
    }
  }

  private static int ended(Connection connection, LocalDate firstKept, Instant endedBefore)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(ENDED)) {
      delete.setObject(1, Days.firstId(firstKept));
      SqlTypes.setInstant(delete, 2, endedBefore);
      delete.setInt(3, CHUNK);
      return delete.executeUpdate();
    }
  }

  private static int segments(Connection connection, LocalDate firstKept) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(SEGMENTS)) {
      delete.setObject(1, firstKept);
      return delete.executeUpdate();
    }
  }
}
