package dev.hawser.tasks.internal.store;

import static java.util.Objects.requireNonNull;

import dev.hawser.core.postgres.BatchStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes journal entries of owned executions, and parks those that wait. The owner is checked in
 * the statement; the primary key catches a former owner whose check ran at the moment of the
 * hand-over.
 */
public final class InsertJournal implements BatchStatement<JournalEntry, Written> {
  private static final String INSERT =
      """
      insert into step_journal (execution_id, seq, epoch, records)
      select o.id, ?, o.epoch, ? from open_execution o
      where o.project_id = ? and o.id = ? and o.epoch = ? and o.state = 1
      on conflict do nothing
      """;

  private static final String PARK =
      """
      update open_execution set state = 2, wake_at = ?
      where project_id = ? and id = ? and epoch = ? and state = 1
      """;

  private static final String WHY =
      """
      select o.epoch = ? as owned, j.epoch = ? as ours
      from open_execution o left join step_journal j on j.execution_id = o.id and j.seq = ?
      where o.project_id = ? and o.id = ?
      """;

  @Override
  public List<Written> execute(Connection connection, List<JournalEntry> items, boolean repeated)
      throws SQLException {
    int[] counts;
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (JournalEntry item : items) {
        insert.setInt(1, item.seq());
        insert.setBytes(2, item.records());
        insert.setObject(3, item.project().value());
        insert.setObject(4, item.execution().value());
        insert.setLong(5, item.epoch());
        insert.addBatch();
      }
      counts = insert.executeBatch();
    }
    List<Written> results = new ArrayList<>(items.size());
    for (int i = 0; i < counts.length; i++) {
      results.add(counts[i] == 1 ? Written.YES : why(connection, items.get(i)));
    }
    park(connection, items, results);
    return results;
  }

  private static Written why(Connection connection, JournalEntry item) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(WHY)) {
      select.setLong(1, item.epoch());
      select.setLong(2, item.epoch());
      select.setInt(3, item.seq());
      select.setObject(4, item.project().value());
      select.setObject(5, item.execution().value());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next() || !row.getBoolean("owned")) {
          return Written.FENCED;
        }
        return row.getBoolean("ours")
            ? Written.YES
            : Written.CONFLICT; // ours: the answer to our commit was lost
      }
    }
  }

  private static void park(Connection connection, List<JournalEntry> items, List<Written> results)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(PARK)) {
      boolean any = false;
      for (int i = 0; i < items.size(); i++) {
        JournalEntry item = items.get(i);
        if (item.parkUntil() != null && results.get(i) == Written.YES) {
          SqlTypes.setInstant(update, 1, requireNonNull(item.parkUntil()));
          update.setObject(2, item.project().value());
          update.setObject(3, item.execution().value());
          update.setLong(4, item.epoch());
          update.addBatch();
          any = true;
        }
      }
      if (any) {
        update.executeBatch();
      }
    }
  }
}
