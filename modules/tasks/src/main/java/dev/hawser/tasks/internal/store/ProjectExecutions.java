package dev.hawser.tasks.internal.store;

import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.core.tenancy.ProjectId;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** The rows of all executions of a project, for whoever deletes them. Each call is durable. */
@Singleton
public final class ProjectExecutions {
  /** Waits for nobody: a stopped execution is waiting without an end. */
  private static final String STOP =
      """
      update open_execution set state = 2, wake_at = null
      where project_id = ? and (state = 0 or (state = 2 and wake_at is not null))
      """;

  private static final String RUNNING =
      "select count(*) from open_execution where project_id = ? and state = 1";

  private static final String ANY =
      """
      select exists (select 1 from open_execution where project_id = ?)
        or exists (select 1 from ended_execution where project_id = ?)
        or exists (select 1 from execution_history where project_id = ?)
      """;

  private static final String OF_PROJECT =
      """
      select id from open_execution where project_id = ? and id = any(?)
      union all
      select id from ended_execution where project_id = ? and id = any(?)
      union all
      select id from execution_history where project_id = ? and id = any(?)
      """;

  /** Not what runs: its owner gives it up first. */
  private static final String DELETE_OPEN =
      """
      with gone as (
        delete from open_execution where project_id = ? and state <> 1 and id in (
          select id from open_execution where project_id = ? and state <> 1 limit ?)
        returning id),
      journal as (delete from step_journal where execution_id in (select id from gone))
      select count(*) from gone
      """;

  private static final String DELETE_ENDED =
      """
      delete from ended_execution where project_id = ? and id in (
        select id from ended_execution where project_id = ? limit ?)
      """;

  private static final String DELETE_KEYS =
      """
      delete from idempotency_key where project_id = ? and (operation, key) in (
        select operation, key from idempotency_key where project_id = ? limit ?)
      """;

  private final DataSource dataSource;

  public ProjectExecutions(@Named("tasks") DataSource dataSource) {
    this.dataSource = PlainDataSources.plain(dataSource);
  }

  /**
   * Lets nobody begin or go on with an execution of the project.
   *
   * @return how many still run, until their owners notice
   */
  public int stop(ProjectId project) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement stop = connection.prepareStatement(STOP);
        PreparedStatement running = connection.prepareStatement(RUNNING)) {
      stop.setObject(1, project.value());
      stop.executeUpdate();
      running.setObject(1, project.value());
      try (ResultSet row = running.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** Whether the project has an execution. */
  public boolean any(ProjectId project) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(ANY)) {
      for (int table = 1; table <= 3; table++) {
        select.setObject(table, project.value());
      }
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** Those of the executions that are the project's. */
  public Set<UUID> ofProject(ProjectId project, Collection<UUID> executions) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(OF_PROJECT)) {
      for (int table = 0; table < 3; table++) {
        select.setObject(2 * table + 1, project.value());
        select.setArray(2 * table + 2, connection.createArrayOf("uuid", executions.toArray()));
      }
      Set<UUID> found = new HashSet<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(row.getObject(1, UUID.class));
        }
      }
      return found;
    }
  }

  /** Deletes open executions with their journals; those that run stay. */
  public int deleteOpen(ProjectId project, int limit) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete = prepare(connection, DELETE_OPEN, project, limit);
        ResultSet row = delete.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Deletes ended executions that wait for the archive. */
  public int deleteEnded(ProjectId project, int limit) throws SQLException {
    return delete(DELETE_ENDED, project, limit);
  }

  /** Deletes what is remembered of requests. */
  public int deleteIdempotencyKeys(ProjectId project, int limit) throws SQLException {
    return delete(DELETE_KEYS, project, limit);
  }

  private int delete(String sql, ProjectId project, int limit) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete = prepare(connection, sql, project, limit)) {
      return delete.executeUpdate();
    }
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, ProjectId project, int limit) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setObject(1, project.value());
    statement.setObject(2, project.value());
    statement.setInt(3, limit);
    return statement;
  }
}
