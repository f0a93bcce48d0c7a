package dev.hawser.tasks.internal.store;

import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.workflows.WorkflowId;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The rarer statements on open executions: claiming, handing over, waking. Each is one transaction.
 */
@Singleton
public final class OpenExecutions {
  private static final String COLUMNS =
      "project_id, id, workflow_id, version, trigger_kind, state, epoch, wake_at, replay_of, input";

  /** Takes queued rows that nobody else is taking at the moment. */
  private static final String CLAIM =
      """
      update open_execution o set state = 1, epoch = ?, wake_at = null
      from (
        select project_id, id from open_execution where state = 0 %s
        order by id limit ? for update skip locked) as c
      where o.project_id = c.project_id and o.id = c.id
      returning o.project_id, o.id, o.workflow_id, o.version, o.trigger_kind, o.state, o.epoch, o.wake_at,
        o.replay_of, o.input
      """;

  private static final String CLAIM_ANY = CLAIM.formatted("");
  private static final String CLAIM_THESE = CLAIM.formatted("and id = any(?)");

  private static final String WAKE =
      """
      update open_execution o set state = 0
      from (
        select project_id, id from open_execution where state = 2 and wake_at <= ?
        order by wake_at limit ? for update skip locked) as due
      where o.project_id = due.project_id and o.id = due.id
      returning o.id
      """;

  private static final String RELEASE =
      "update open_execution set state = 0 where epoch = any(?) and state = 1 returning id";

  private static final String RELEASE_STRAYS =
      """
      update open_execution o set state = 0
      where state = 1 and not exists (select 1 from replica r where r.epoch = o.epoch)
      returning id
      """;

  /** A stopped execution is waiting without an end. */
  private static final String STOP =
      """
      update open_execution set state = 2, wake_at = null
      where project_id = ? and id = ? and epoch = ? and state = 1
      """;

  private final DataSource dataSource;

  public OpenExecutions(@Named("tasks") DataSource dataSource) {
    this.dataSource = PlainDataSources.plain(dataSource);
  }

  /** Makes queued executions ours, the oldest first. */
  public List<OpenExecution> claim(long epoch, int limit) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement claim = connection.prepareStatement(CLAIM_ANY)) {
      claim.setLong(1, epoch);
      claim.setInt(2, limit);
      return read(claim);
    }
  }

  /** Makes those of the executions ours that are still queued. */
  public List<OpenExecution> claim(long epoch, Collection<ExecutionId> ids) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement claim = connection.prepareStatement(CLAIM_THESE)) {
      claim.setLong(1, epoch);
      claim.setArray(
          2, connection.createArrayOf("uuid", ids.stream().map(ExecutionId::value).toArray()));
      claim.setInt(3, ids.size());
      return read(claim);
    }
  }

  /** Queues waiting executions that are due, inside the caller's transaction. */
  public List<ExecutionId> wake(Connection connection, java.time.Instant now, int limit)
      throws SQLException {
    try (PreparedStatement wake = connection.prepareStatement(WAKE)) {
      SqlTypes.setInstant(wake, 1, now);
      wake.setInt(2, limit);
      return ids(wake);
    }
  }

  /** Queues what dead owners were running, inside the caller's transaction. */
  public List<ExecutionId> release(Connection connection, List<Long> epochs) throws SQLException {
    try (PreparedStatement release = connection.prepareStatement(RELEASE)) {
      release.setArray(1, connection.createArrayOf("bigint", epochs.toArray()));
      return ids(release);
    }
  }

  /**
   * Queues what is under an epoch that nobody has any more, inside the caller's transaction: a
   * replica that was declared dead may take or accept executions for a moment before it knows.
   */
  public List<ExecutionId> releaseStrays(Connection connection) throws SQLException {
    try (PreparedStatement release = connection.prepareStatement(RELEASE_STRAYS)) {
      return ids(release);
    }
  }

  /** Gives up for good what we run, for whoever deletes its project. No-op when it is not ours. */
  public void stop(OpenExecution execution) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement stop = connection.prepareStatement(STOP)) {
      stop.setObject(1, execution.project().value());
      stop.setObject(2, execution.id().value());
      stop.setLong(3, execution.epoch());
      stop.executeUpdate();
    }
  }

  /** The journal of an execution, in order: what {@link InsertJournal} wrote. */
  public Journal journal(ExecutionId id) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "select seq, records from step_journal where execution_id = ? order by seq")) {
      select.setObject(1, id.value());
      List<StepRecord> records = new ArrayList<>();
      int next = 0;
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          next = rows.getInt("seq") + 1;
          records.addAll(RecordCodec.decode(rows.getBytes("records")));
        }
      }
      return new Journal(records, next);
    }
  }

  /**
   * @param nextSeq the number of the next entry
   */
  public record Journal(List<StepRecord> records, int nextSeq) {
    public Journal {
      records = List.copyOf(records);
    }
  }

  static OpenExecution row(ResultSet row) throws SQLException {
    UUID replayOf = row.getObject("replay_of", UUID.class);
    return new OpenExecution(
        new ProjectId(row.getObject("project_id", UUID.class)),
        new ExecutionId(row.getObject("id", UUID.class)),
        new WorkflowId(row.getObject("workflow_id", UUID.class)),
        row.getInt("version"),
        TriggerKind.ofCode(row.getInt("trigger_kind")),
        ExecutionStatus.ofCode(row.getInt("state")),
        row.getLong("epoch"),
        SqlTypes.instant(row, "wake_at"),
        replayOf == null ? null : new ExecutionId(replayOf),
        row.getBytes("input"));
  }

  static String columns() {
    return COLUMNS;
  }

  private static List<OpenExecution> read(PreparedStatement statement) throws SQLException {
    List<OpenExecution> result = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        result.add(row(rows));
      }
    }
    return result;
  }

  private static List<ExecutionId> ids(PreparedStatement statement) throws SQLException {
    List<ExecutionId> result = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        result.add(new ExecutionId(rows.getObject(1, UUID.class)));
      }
    }
    return result;
  }
}
