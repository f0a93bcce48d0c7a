package dev.hawser.tasks.internal.store;

import dev.hawser.core.id.Uuid7;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.segment.Days;
import dev.hawser.workflows.WorkflowId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Pages through the three tables as if they were one. */
final class HistoryList {
  private static final UUID LAST = new UUID(-1, -1);
  private static final UUID FIRST = new UUID(0, 0);

  /**
   * How many days back a page is looked for before all are: most pages are full after a few days,
   * and Postgres does not touch the partitions of the others then.
   */
  private static final int[] REACH = {1, 8};

  static final String LIST =
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
         from ended_execution
         where project_id = ? and id < ? and id >= ? and (?::uuid is null or workflow_id = ?)
           and (?::smallint is null or status = ?)
         order by id desc limit ?)
        union all
        (select id, workflow_id, version, trigger_kind, status, started_at, ended_at, null, task_count, replay_of
         from execution_history
         where project_id = ? and id < ? and id >= ? and (?::uuid is null or workflow_id = ?)
           and (?::smallint is null or status = ?)
         order by id desc limit ?)
      ) as all_tables order by id desc limit ?
      """;

  private static final int TABLES = 3;

  private final DataSource dataSource;
  private final InstantSource clock;

  HistoryList(DataSource dataSource, InstantSource clock) {
    this.dataSource = dataSource;
    this.clock = clock;
  }

  /** A page of a project's executions, the newest first. */
  Page<ExecutionView> page(ProjectId project, HistoryFilter filter, PageRequest page)
      throws SQLException {
    ExecutionId after = page.position(text -> ExecutionId.parse(text).orElse(null));
    Instant to = filter.to();
    UUID before = to == null ? LAST : Uuid7.lowerBound(to);
    if (after != null && (to == null || unsignedLess(after.value(), before))) {
      before = after.value();
    }
    Instant from = filter.from();
    UUID first = from == null ? FIRST : Uuid7.lowerBound(from);
    List<ExecutionView> rows = List.of();
    for (UUID since : reach(first, before)) {
      rows = rows(project, filter, since, before, page.limit() + 1);
      if (rows.size() > page.limit()) {
        break;
      }
    }
    return page.page(rows, view -> view.id().toString());
  }

  /** Where to begin, in each attempt. */
  private List<UUID> reach(UUID first, UUID before) {
    UUID now = Uuid7.lowerBound(clock.instant());
    LocalDate newest = Days.of(unsignedLess(before, now) ? before : now);
    List<UUID> all = new ArrayList<>();
    for (int days : REACH) {
      UUID since = Days.firstId(newest.minusDays(days));
      if (unsignedLess(first, since)) {
        all.add(since);
      }
    }
    all.add(first);
    return all;
  }

  private List<ExecutionView> rows(
      ProjectId project, HistoryFilter filter, UUID since, UUID before, int limit)
      throws SQLException {
    WorkflowId workflow = filter.workflow();
    UUID workflowId = workflow == null ? null : workflow.value();
    ExecutionStatus status = filter.status();
    Integer code = status == null ? null : status.code();
    Object[] part = {project.value(), before, since, workflowId, workflowId, code, code, limit};
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(LIST)) {
      int at = 1;
      for (int table = 0; table < TABLES; table++) {
        for (Object value : part) {
          set(select, at++, value);
        }
      }
      select.setInt(at, limit);
      List<ExecutionView> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(view(row));
        }
      }
      return rows;
    }
  }

  static ExecutionView view(ResultSet row) throws SQLException {
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
}
