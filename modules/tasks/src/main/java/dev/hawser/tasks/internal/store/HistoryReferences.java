package dev.hawser.tasks.internal.store;

import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.tasks.internal.segment.Days;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** Answers which of some ids are known. Each answer is of one moment. */
@Singleton
public final class HistoryReferences {
  private static final String UNARCHIVED =
      """
      select id from open_execution where id = any(?)
      union all
      select id from ended_execution where id = any(?)
      """;

  private static final String EXECUTIONS =
      UNARCHIVED + "union all\nselect id from execution_history where id = any(?)";

  private static final String OPEN_PROJECTS =
      """
      select distinct project_id from open_execution where id < ?
      union
      select distinct project_id from ended_execution where id < ?
      """;

  private final DataSource dataSource;

  public HistoryReferences(@Named("tasks") DataSource dataSource) {
    this.dataSource = PlainDataSources.plain(dataSource);
  }

  /** Those that are open, or have ended and wait for the archive. */
  public Set<UUID> unarchived(Set<UUID> executions) throws SQLException {
    return known(UNARCHIVED, executions, 2);
  }

  /** Those that exist: open, ended or archived. */
  public Set<UUID> executions(Set<UUID> executions) throws SQLException {
    return known(EXECUTIONS, executions, 3);
  }

  /** Those segments that history refers to. */
  public Set<UUID> segments(Set<UUID> segments) throws SQLException {
    return known("select id from history_segment where id = any(?)", segments, 1);
  }

  /**
   * Projects that have an execution which was accepted on this day or before and is not archived.
   */
  public Set<UUID> projectsWithOpenUntil(LocalDate day) throws SQLException {
    UUID end = Days.firstId(day.plusDays(1));
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(OPEN_PROJECTS)) {
      select.setObject(1, end);
      select.setObject(2, end);
      return ids(select);
    }
  }

  private Set<UUID> known(String sql, Set<UUID> wanted, int tables) throws SQLException {
    if (wanted.isEmpty()) {
      return Set.of();
    }
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      for (int table = 1; table <= tables; table++) {
        select.setArray(table, connection.createArrayOf("uuid", wanted.toArray()));
      }
      return ids(select);
    }
  }

  private static Set<UUID> ids(PreparedStatement select) throws SQLException {
    Set<UUID> found = new HashSet<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(row.getObject(1, UUID.class));
      }
    }
    return found;
  }
}
