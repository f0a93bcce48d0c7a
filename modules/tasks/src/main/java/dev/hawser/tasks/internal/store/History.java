package dev.hawser.tasks.internal.store;

import dev.hawser.core.id.Uuid7;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads executions, open and ended ones alike. One statement sees each execution in exactly one of
 * the two tables.
 */
@Singleton
public final class History {
  private static final UUID LAST = new UUID(-1, -1);
  private static final UUID FIRST = new UUID(0, 0);

  private static final String LIST =
      """
      select * from (
        (select id, workflow_id, version, trigger_kind, state as status, null::timestamptz as started_at,
           null::timestamptz as ended_at, wake_at, 0 as task_count, replay_of
         from open_execution
         where project_id = ? and id < ? and id >= ? and (?::uuid is null or workflow_id = ?)
           and (?::smallint is null or state = ?)
         order by id desc limit ?)
        union all
        (select id, workflow_id, version, trigger_kind, status, started_at, ended_at, null, task_count, replay_of
         from execution_history
         where project_id = ? and id < ? and id >= ? and (?::uuid is null or workflow_id = ?)
           and (?::smallint is null or status = ?)
         order by id desc limit ?)
      ) as both_tables order by id desc limit ?
      """;

  private static final String GET =
      """
      select id, workflow_id, version, trigger_kind, state as status, null::timestamptz as started_at,
        null::timestamptz as ended_at, wake_at, 0 as task_count, replay_of, input, null::bytea as records,
        null::bytea as error
      from open_execution where project_id = ? and id = ?
      union all
      select id, workflow_id, version, trigger_kind, status, started_at, ended_at, null, task_count, replay_of,
        input, records, error
      from execution_history where project_id = ? and id = ?
      """;

  private final DataSource dataSource;

  public History(@Named("tasks") DataSource dataSource) {
    this.dataSource = PlainDataSources.plain(dataSource);
  }

  /** A page of a project's executions, the newest first. */
  public Page<ExecutionView> list(ProjectId project, HistoryFilter filter, PageRequest page)
      throws SQLException {
    ExecutionId after = page.position(text -> ExecutionId.parse(text).orElse(null));
    Instant to = filter.to();
    UUID before = to == null ? LAST : Uuid7.lowerBound(to);
    if (after != null && (to == null || unsignedLess(after.value(), before))) {
      before = after.value();
    }
    Instant from = filter.from();
    UUID first = from == null ? FIRST : Uuid7.lowerBound(from);
    WorkflowId workflow = filter.workflow();
    UUID workflowId = workflow == null ? null : workflow.value();
    ExecutionStatus status = filter.status();
    Integer code = status == null ? null : status.code();
    int limit = page.limit() + 1;
    Object[] half = {project.value(), before, first, workflowId, workflowId, code, code, limit};
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(LIST)) {
      for (int i = 0; i < half.length; i++) {
        set(select, i + 1, half[i]);
        set(select, i + 1 + half.length, half[i]);
      }
      select.setInt(2 * half.length + 1, limit);
      List<ExecutionView> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(view(row));
        }
      }
      return page.page(rows, view -> view.id().toString());
    }
  }

  /** One execution with all that is durable of it; empty when the project has none of this id. */
  public Optional<ExecutionRecordings> find(ProjectId project, ExecutionId id) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(
          Connection.TRANSACTION_REPEATABLE_READ); // row and journal of one moment
      try (PreparedStatement select = connection.prepareStatement(GET)) {
        select.setObject(1, project.value());
        select.setObject(2, id.value());
        select.setObject(3, project.value());
        select.setObject(4, id.value());
        try (ResultSet row = select.executeQuery()) {
          if (!row.next()) {
            return Optional.empty();
          }
          byte[] records = row.getBytes("records");
          List<StepRecord> steps =
              records == null ? journal(connection, id) : RecordCodec.decode(records);
          return Optional.of(
              new ExecutionRecordings(
                  view(row), row.getBytes("input"), steps, row.getBytes("error")));
        }
      } finally {
        connection.rollback();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      }
    }
  }

  private static List<StepRecord> journal(Connection connection, ExecutionId id)
      throws SQLException {
    List<StepRecord> steps = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select records from step_journal where execution_id = ? order by seq")) {
      select.setObject(1, id.value());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          steps.addAll(RecordCodec.decode(row.getBytes(1)));
        }
      }
    }
    return steps;
  }

  private static void set(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, java.sql.Types.OTHER);
    } else {
      statement.setObject(index, value);
    }
  }

  private static boolean unsignedLess(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high < 0
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits()) < 0;
  }

  private static ExecutionView view(ResultSet row) throws SQLException {
    UUID replayOf = row.getObject("replay_of", UUID.class);
    return new ExecutionView(
        new ExecutionId(row.getObject("id", UUID.class)),
        new WorkflowId(row.getObject("workflow_id", UUID.class)),
        row.getInt("version"),
        TriggerKind.ofCode(row.getInt("trigger_kind")),
        ExecutionStatus.ofCode(row.getInt("status")),
        SqlTypes.instant(row, "started_at"),
        SqlTypes.instant(row, "ended_at"),
        SqlTypes.instant(row, "wake_at"),
        row.getInt("task_count"),
        replayOf == null ? null : new ExecutionId(replayOf));
  }
}
