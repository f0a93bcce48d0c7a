package dev.hawser.tasks.internal.store;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.segment.BlockPlace;
import dev.hawser.tasks.internal.segment.Days;
import dev.hawser.tasks.internal.segment.SegmentDamagedException;
import dev.hawser.tasks.internal.segment.SegmentEntry;
import dev.hawser.tasks.internal.segment.SegmentKeys;
import dev.hawser.tasks.internal.segment.SegmentReader;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Reads executions, open and ended ones alike. An execution moves from one table to the next, and
 * one statement sees it in exactly one of the three. Lists and metadata need Postgres only; the
 * data of an archived execution comes from its segment.
 */
@Singleton
public final class History {
  private static final ErrorCode DAMAGED = new ErrorCode("tasks.history-damaged");
  private static final ErrorCode UNAVAILABLE = new ErrorCode("tasks.history-unavailable");

  private static final int TABLES = 3;

  private static final String GET =
      """
      select id, workflow_id, version, trigger_kind, state as status, null::timestamptz as started_at,
        null::timestamptz as ended_at, wake_at, 0 as task_count, replay_of, input, null::bytea as records,
        null::bytea as error, null::uuid as segment, 0::bigint as block_offset, 0 as block_length, 0 as block_index
      from open_execution where project_id = ? and id = ?
      union all
      select id, workflow_id, version, trigger_kind, status, started_at, ended_at, null, task_count, replay_of,
        input, records, error, null, 0, 0, 0
      from ended_execution where project_id = ? and id = ?
      union all
      select id, workflow_id, version, trigger_kind, status, started_at, ended_at, null, task_count, replay_of,
        null, null, null, segment, block_offset, block_length, block_index
      from execution_history where project_id = ? and id = ?
      """;

  /** A row of any of the tables: with its data, or with the place of its data. */
  private sealed interface Found {
    record Whole(ExecutionRecordings recordings) implements Found {}

    record Archived(ExecutionView view, BlobKey segment, BlockPlace place) implements Found {}
  }

  private final DataSource dataSource;
  private final SegmentReader segments;
  private final HistoryList list;

  public History(
      @Named("tasks") DataSource dataSource, SegmentReader segments, InstantSource clock) {
    this.dataSource = PlainDataSources.plain(dataSource);
    this.segments = segments;
    this.list = new HistoryList(this.dataSource, clock);
  }

  /** A page of a project's executions, the newest first. */
  public Page<ExecutionView> list(ProjectId project, HistoryFilter filter, PageRequest page)
      throws SQLException {
    return list.page(project, filter, page);
  }

  /**
   * One execution with all that is durable of it; empty when the project has none of this id.
   *
   * @throws HawserException.Internal when its segment is lost or damaged
   * @throws HawserException.Unavailable when its segment cannot be read at the moment
   */
  public Optional<ExecutionRecordings> find(ProjectId project, ExecutionId id) throws SQLException {
    Optional<Found> found = row(project, id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    return unpack(project, id, found.get());
  }

  private Optional<ExecutionRecordings> unpack(ProjectId project, ExecutionId id, Found found)
      throws SQLException {
    if (found instanceof Found.Whole whole) {
      return Optional.of(whole.recordings());
    }
    Found.Archived archived = (Found.Archived) found;
    try {
      SegmentEntry entry = segments.read(archived.segment(), archived.place());
      return Optional.of(
          new ExecutionRecordings(
              archived.view(), entry.input(), RecordCodec.decode(entry.records()), entry.error()));
    } catch (SegmentDamagedException e) {
      Optional<Found> now = row(project, id);
      if (now.isEmpty()) {
        return Optional.empty(); // it expired between the two reads
      }
      if (!now.get().equals(found)) {
        return unpack(project, id, now.get()); // its segment was written again
      }
      throw new HawserException.Internal(
          DAMAGED, "The data of execution " + id + " is lost or damaged", e);
    } catch (BlobException e) {
      throw new HawserException.Unavailable(
          UNAVAILABLE, "The data of execution " + id + " cannot be read at the moment", e);
    }
  }

  private Optional<Found> row(ProjectId project, ExecutionId id) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(
          Connection.TRANSACTION_REPEATABLE_READ); // row and journal of one moment
      try (PreparedStatement select = connection.prepareStatement(GET)) {
        for (int table = 0; table < TABLES; table++) {
          select.setObject(2 * table + 1, project.value());
          select.setObject(2 * table + 2, id.value());
        }
        try (ResultSet row = select.executeQuery()) {
          return row.next() ? Optional.of(found(connection, row, id)) : Optional.empty();
        }
      } finally {
        connection.rollback();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      }
    }
  }

  private static Found found(Connection connection, ResultSet row, ExecutionId id)
      throws SQLException {
    ExecutionView view = HistoryList.view(row);
    UUID segment = row.getObject("segment", UUID.class);
    if (segment != null) {
      return new Found.Archived(
          view,
          SegmentKeys.of(Days.of(id.value()), segment),
          new BlockPlace(
              id,
              row.getLong("block_offset"),
              row.getInt("block_length"),
              row.getInt("block_index")));
    }
    byte[] records = row.getBytes("records");
    List<StepRecord> steps =
        records == null ? journal(connection, id) : RecordCodec.decode(records);
    return new Found.Whole(
        new ExecutionRecordings(view, row.getBytes("input"), steps, row.getBytes("error")));
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
}
