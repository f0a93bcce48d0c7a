package dev.hawser.tasks.internal.store;

import dev.hawser.core.lock.Leadership;
import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.segment.BlockPlace;
import dev.hawser.tasks.internal.segment.SegmentEntry;
import dev.hawser.workflows.WorkflowId;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Ended executions that wait for the archive, and their way into the history. */
@Singleton
public final class EndedExecutions {
  /** Detoasts nothing: sizes of large values are known without reading them. */
  private static final String SIZE =
      "octet_length(input)::bigint + octet_length(records) + coalesce(octet_length(error), 0)";

  private static final String BACKLOG =
      """
      select count(*), coalesce(sum(size), 0), min(ended_at),
        (select n_live_tup from pg_stat_user_tables where relid = 'ended_execution'::regclass)
      from (select %s as size, ended_at from ended_execution where id >= ? order by id limit ?) as first
      """
          .formatted(SIZE);

  private static final String OLDEST =
      "select project_id, id, ended_at, %s as size from ended_execution where id >= ? order by id limit ?"
          .formatted(SIZE);

  private static final String LOAD =
      """
      select e.* from unnest(?, ?) as wanted (project_id, id)
      join ended_execution e on e.project_id = wanted.project_id and e.id = wanted.id
      order by e.id
      """;

  /** What somebody took meanwhile is not there any more, and so not inserted again. */
  private static final String MOVE =
      """
      with moved as (
        delete from ended_execution e
        using unnest(?, ?, ?, ?, ?) as placed (project_id, id, block_offset, block_length, block_index)
        where e.project_id = placed.project_id and e.id = placed.id
        returning e.project_id, e.id, e.workflow_id, e.started_at, e.ended_at, placed.block_offset,
          placed.block_length, placed.block_index, e.version, e.task_count, e.trigger_kind, e.status, e.replay_of)
      insert into execution_history (project_id, id, workflow_id, segment, started_at, ended_at, block_offset,
        block_length, block_index, version, task_count, trigger_kind, status, replay_of)
      select project_id, id, workflow_id, ?, started_at, ended_at, block_offset, block_length, block_index, version,
        task_count, trigger_kind, status, replay_of
      from moved
      """;

  private static final String SEGMENT =
      "insert into history_segment (id, day, bytes, executions, created_at) values (?, ?, ?, ?, ?)";

  /**
   * What waits.
   *
   * @param rows exact as far as it was counted, from there on what Postgres's statistics say
   * @param bytes of the rows that were counted
   * @param oldest when the first of them ended; null when there is none
   */
  public record Backlog(long rows, long bytes, @Nullable Instant oldest) {}

  /** One that waits. */
  public record Waiting(ProjectId project, ExecutionId id, Instant endedAt, long size) {}

  /** A segment that is stored and not yet referred to. */
  public record Stored(
      UUID segment,
      LocalDate day,
      long bytes,
      Instant at,
      List<SegmentEntry> entries,
      List<BlockPlace> places) {
    public Stored {
      entries = List.copyOf(entries);
      places = List.copyOf(places);
    }
  }

  private final DataSource dataSource;

  public EndedExecutions(@Named("tasks") DataSource dataSource) {
    this.dataSource = PlainDataSources.plain(dataSource);
  }

  /**
   * What waits, of ids not smaller than this one.
   *
   * @param counted how many rows are looked at
   */
  public Backlog backlog(UUID from, int counted) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(BACKLOG)) {
      select.setObject(1, from);
      select.setInt(2, counted);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long rows = row.getLong(1);
        return new Backlog(
            rows < counted ? rows : Math.max(rows, row.getLong(4)),
            row.getLong(2),
            SqlTypes.instant(row, "min"));
      }
    }
  }

  /** The first that wait, in the order of their ids, beginning with this id. */
  public List<Waiting> oldest(UUID from, int limit) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(OLDEST)) {
      select.setObject(1, from);
      select.setInt(2, limit);
      List<Waiting> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(
              new Waiting(
                  new ProjectId(row.getObject("project_id", UUID.class)),
                  new ExecutionId(row.getObject("id", UUID.class)),
                  Objects.requireNonNull(SqlTypes.instant(row, "ended_at")),
                  row.getLong("size")));
        }
      }
      return found;
    }
  }

  /**
   * Those of them that are still there, whole, in the order of their ids.
   *
   * @param wanted in the order of their ids
   */
  public List<SegmentEntry> load(List<Waiting> wanted, Pace pace) throws SQLException {
    List<SegmentEntry> found = new ArrayList<>(wanted.size());
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(LOAD)) {
      for (List<Waiting> piece : pieces(wanted)) {
        select.setArray(1, uuids(connection, piece.stream().map(w -> w.project().value())));
        select.setArray(2, uuids(connection, piece.stream().map(w -> w.id().value())));
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            found.add(entry(row));
          }
        }
        pace.pause();
      }
    }
    return found;
  }

  /**
   * Makes the executions of a stored segment history: all of them or none, so that a segment has
   * nothing of executions that were deleted while it was written.
   *
   * @return how many now refer to the segment; 0 means that it is not needed: some are not there
   *     any more, or the leadership is stale
   */
  public int move(Leadership leadership, Stored stored, Pace pace) throws SQLException {
    Map<ExecutionId, ProjectId> projects = HashMap.newHashMap(stored.entries().size());
    stored.entries().forEach(entry -> projects.put(entry.id(), entry.project()));
    return LeaderWork.commit(
            dataSource,
            leadership,
            connection -> {
              int moved = 0;
              for (List<BlockPlace> piece : pieces(stored.places())) {
                moved += move(connection, piece, projects, stored.segment());
                pace.pause();
              }
              if (moved < stored.entries().size()) {
                return Optional.empty();
              }
              insertSegment(connection, stored, moved);
              return Optional.of(moved);
            })
        .orElse(0);
  }

  private static int move(
      Connection connection,
      List<BlockPlace> places,
      Map<ExecutionId, ProjectId> projects,
      UUID segment)
      throws SQLException {
    try (PreparedStatement move = connection.prepareStatement(MOVE)) {
      move.setArray(
          1,
          uuids(
              connection,
              places.stream().map(p -> Objects.requireNonNull(projects.get(p.id())).value())));
      move.setArray(2, uuids(connection, places.stream().map(p -> p.id().value())));
      move.setArray(
          3, connection.createArrayOf("bigint", places.stream().map(BlockPlace::offset).toArray()));
      move.setArray(
          4,
          connection.createArrayOf("integer", places.stream().map(BlockPlace::length).toArray()));
      move.setArray(
          5, connection.createArrayOf("integer", places.stream().map(BlockPlace::index).toArray()));
      move.setObject(6, segment);
      return move.executeUpdate();
    }
  }

  private static Array uuids(Connection connection, Stream<UUID> values) throws SQLException {
    return connection.createArrayOf("uuid", values.toArray());
  }

  private static <T> List<List<T>> pieces(List<T> all) {
    return IntStream.iterate(0, from -> from < all.size(), from -> from + Pace.PIECE)
        .mapToObj(from -> all.subList(from, Math.min(from + Pace.PIECE, all.size())))
        .toList();
  }

  private static void insertSegment(Connection connection, Stored stored, int executions)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(SEGMENT)) {
      insert.setObject(1, stored.segment());
      insert.setObject(2, stored.day());
      insert.setLong(3, stored.bytes());
      insert.setInt(4, executions);
      SqlTypes.setInstant(insert, 5, stored.at());
      insert.executeUpdate();
    }
  }

  private static SegmentEntry entry(ResultSet row) throws SQLException {
    UUID replayOf = row.getObject("replay_of", UUID.class);
    return new SegmentEntry(
        new ProjectId(row.getObject("project_id", UUID.class)),
        new ExecutionId(row.getObject("id", UUID.class)),
        new WorkflowId(row.getObject("workflow_id", UUID.class)),
        row.getInt("version"),
        TriggerKind.ofCode(row.getInt("trigger_kind")),
        ExecutionStatus.ofCode(row.getInt("status")),
        Objects.requireNonNull(SqlTypes.instant(row, "started_at")),
        Objects.requireNonNull(SqlTypes.instant(row, "ended_at")),
        row.getInt("task_count"),
        replayOf == null ? null : new ExecutionId(replayOf),
        row.getBytes("input"),
        row.getBytes("records"),
        row.getBytes("error"));
  }
}
