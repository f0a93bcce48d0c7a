package dev.hawser.tasks.internal.store;

import dev.hawser.core.postgres.BatchStatement;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Ends owned executions: the open row goes and the ended row, which the archive will take, comes in
 * one transaction. Deleting the open row is the fence; who does not own it any more deletes nothing
 * and writes nothing.
 */
public final class EndExecution implements BatchStatement<EndedExecution, Written> {
  private static final String DELETE =
      """
      delete from open_execution o
      using unnest(?, ?, ?) as mine (project_id, id, epoch)
      where o.project_id = mine.project_id and o.id = mine.id and o.epoch = mine.epoch and o.state = 1
      returning o.id
      """;

  private static final String INSERT =
      """
      insert into ended_execution (project_id, id, workflow_id, version, trigger_kind, status,
        started_at, ended_at, task_count, replay_of, input, records, error)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String DELETE_JOURNAL =
      "delete from step_journal where execution_id = any(?)";

  private static final String ENDED =
      """
      select 1 from ended_execution where project_id = ? and id = ?
      union all
      select 1 from execution_history where project_id = ? and id = ?
      """;

  @Override
  public List<Written> execute(Connection connection, List<EndedExecution> items, boolean repeated)
      throws SQLException {
    Set<UUID> owned = deleteOpen(connection, items);
    insertEnded(connection, items, owned);
    deleteJournals(connection, items, owned);
    List<Written> results = new ArrayList<>(items.size());
    for (EndedExecution item : items) {
      boolean ours = owned.contains(item.execution().id().value());
      results.add(
          ours || (repeated && hasEnded(connection, item.execution()))
              ? Written.YES
              : Written.FENCED);
    }
    return results;
  }

  private static Set<UUID> deleteOpen(Connection connection, List<EndedExecution> items)
      throws SQLException {
    UUID[] projects = new UUID[items.size()];
    UUID[] ids = new UUID[items.size()];
    Long[] epochs = new Long[items.size()];
    for (int i = 0; i < ids.length; i++) {
      OpenExecution execution = items.get(i).execution();
      projects[i] = execution.project().value();
      ids[i] = execution.id().value();
      epochs[i] = execution.epoch();
    }
    Set<UUID> owned = HashSet.newHashSet(ids.length);
    try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
      delete.setArray(1, connection.createArrayOf("uuid", projects));
      delete.setArray(2, connection.createArrayOf("uuid", ids));
      delete.setArray(3, connection.createArrayOf("bigint", epochs));
      try (ResultSet rows = delete.executeQuery()) {
        while (rows.next()) {
          owned.add(rows.getObject(1, UUID.class));
        }
      }
    }
    return owned;
  }

  private static void insertEnded(
      Connection connection, List<EndedExecution> items, Set<UUID> owned) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (EndedExecution item : items) {
        OpenExecution execution = item.execution();
        if (!owned.contains(execution.id().value())) {
          continue;
        }
        var replayOf = execution.replayOf();
        insert.setObject(1, execution.project().value());
        insert.setObject(2, execution.id().value());
        insert.setObject(3, execution.workflow().value());
        insert.setInt(4, execution.version());
        insert.setInt(5, execution.trigger().code());
        insert.setInt(6, item.status().code());
        SqlTypes.setInstant(insert, 7, item.startedAt());
        SqlTypes.setInstant(insert, 8, item.endedAt());
        insert.setInt(9, item.tasks());
        insert.setObject(10, replayOf == null ? null : replayOf.value(), java.sql.Types.OTHER);
        insert.setBytes(11, execution.input());
        insert.setBytes(12, item.records());
        insert.setBytes(13, item.error());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void deleteJournals(
      Connection connection, List<EndedExecution> items, Set<UUID> owned) throws SQLException {
    UUID[] journaled =
        items.stream()
            .filter(EndedExecution::journaled)
            .map(item -> item.execution().id().value())
            .filter(owned::contains)
            .toArray(UUID[]::new);
    if (journaled.length == 0) {
      return;
    }
    try (PreparedStatement delete = connection.prepareStatement(DELETE_JOURNAL)) {
      Array ids = connection.createArrayOf("uuid", journaled);
      delete.setArray(1, ids);
      delete.executeUpdate();
    }
  }

  /** True when the answer to our commit was lost and this is the repetition. */
  private static boolean hasEnded(Connection connection, OpenExecution execution)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ENDED)) {
      select.setObject(1, execution.project().value());
      select.setObject(2, execution.id().value());
      select.setObject(3, execution.project().value());
      select.setObject(4, execution.id().value());
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }
}
