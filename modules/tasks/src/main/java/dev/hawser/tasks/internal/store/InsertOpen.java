package dev.hawser.tasks.internal.store;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.outbox.OutboxEvent;
import dev.hawser.core.outbox.OutboxTable;
import dev.hawser.core.postgres.BatchStatement;
import dev.hawser.tasks.ExecutionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Accepts executions: one row each, and one more for those with an idempotency key. */
public final class InsertOpen implements BatchStatement<NewExecution, Accepted> {
  private static final ErrorCode KEY_LOST = new ErrorCode("tasks.idempotency-key-lost");

  private static final String INSERT =
      """
      insert into open_execution
        (project_id, id, workflow_id, version, trigger_kind, state, epoch, replay_of, input)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict do nothing
      """;

  /** A key is free again after a day. */
  private static final String CLAIM =
      """
      insert into idempotency_key as k (project_id, operation, key, request_hash, result)
      values (?, ?, ?, ?, ?)
      on conflict (project_id, operation, key) do update
        set request_hash = excluded.request_hash, result = excluded.result, created_at = now()
        where k.created_at < now() - interval '24 hours'
      """;

  private static final String CLAIMED =
      "select request_hash, result from idempotency_key where project_id = ? and operation = ? and key = ?";

  /** Whether others may have run it since an attempt whose answer was lost. */
  private static final String TOUCHED =
      """
      select 1 from ended_execution where project_id = ? and id = ?
      union all
      select 1 from execution_history where project_id = ? and id = ?
      union all
      select 1 from open_execution where project_id = ? and id = ? and epoch <> ?
      """;

  private final OutboxTable outbox = new OutboxTable("tasks");

  @Override
  public List<Accepted> execute(Connection connection, List<NewExecution> items, boolean repeated)
      throws SQLException {
    List<Accepted> results = new ArrayList<>(items.size());
    List<OutboxEvent> notes = List.of(); // none but for executions that are started by hand
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      boolean any = false;
      for (NewExecution item : items) {
        Accepted accepted = decide(connection, item, repeated);
        results.add(accepted);
        if (accepted instanceof Accepted.Fresh) {
          add(insert, item.execution());
          any = true;
          OutboxEvent note = item.note();
          if (note != null) {
            notes = notes.isEmpty() ? new ArrayList<>() : notes;
            notes.add(note);
          }
        }
      }
      if (any) {
        insert.executeBatch();
      }
    }
    outbox.append(connection, notes);
    return results;
  }

  private static Accepted decide(Connection connection, NewExecution item, boolean repeated)
      throws SQLException {
    OpenExecution execution = item.execution();
    IdempotencyClaim claim = item.claim();
    if (claim != null) {
      Accepted earlier = claim(connection, execution, claim);
      if (!earlier.equals(new Accepted.Fresh(execution.id()))) {
        return earlier;
      }
    }
    return repeated && touched(connection, execution)
        ? new Accepted.Before(execution.id())
        : new Accepted.Fresh(execution.id());
  }

  private static Accepted claim(
      Connection connection, OpenExecution execution, IdempotencyClaim claim) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(CLAIM)) {
      insert.setObject(1, execution.project().value());
      insert.setString(2, claim.operation());
      insert.setString(3, claim.key());
      insert.setBytes(4, claim.requestHash());
      insert.setString(5, execution.id().toString());
      if (insert.executeUpdate() == 1) {
        return new Accepted.Fresh(execution.id());
      }
    }
    try (PreparedStatement select = connection.prepareStatement(CLAIMED)) {
      select.setObject(1, execution.project().value());
      select.setString(2, claim.operation());
      select.setString(3, claim.key());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new HawserException.Internal(
              KEY_LOST, "An idempotency key is there and not there", null);
        }
        if (!Arrays.equals(row.getBytes(1), claim.requestHash())) {
          return new Accepted.KeyReused();
        }
        ExecutionId first = ExecutionId.parse(row.getString(2)).orElseThrow();
        return first.equals(execution.id())
            ? new Accepted.Fresh(first)
            : new Accepted.Before(first);
      }
    }
  }

  private static boolean touched(Connection connection, OpenExecution execution)
      throws SQLException {
    UUID project = execution.project().value();
    UUID id = execution.id().value();
    try (PreparedStatement select = connection.prepareStatement(TOUCHED)) {
      select.setObject(1, project);
      select.setObject(2, id);
      select.setObject(3, project);
      select.setObject(4, id);
      select.setObject(5, project);
      select.setObject(6, id);
      select.setLong(7, execution.epoch());
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void add(PreparedStatement insert, OpenExecution execution) throws SQLException {
    insert.setObject(1, execution.project().value());
    insert.setObject(2, execution.id().value());
    insert.setObject(3, execution.workflow().value());
    insert.setInt(4, execution.version());
    insert.setInt(5, execution.trigger().code());
    insert.setInt(6, execution.state().code());
    insert.setLong(7, execution.epoch());
    var replayOf = execution.replayOf();
    insert.setObject(8, replayOf == null ? null : replayOf.value(), java.sql.Types.OTHER);
    insert.setBytes(9, execution.input());
    insert.addBatch();
  }
}
