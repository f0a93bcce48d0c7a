package dev.hawser.tasks.internal.store;

import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.internal.segment.BlockPlace;
import dev.hawser.tasks.internal.segment.Days;
import dev.hawser.tasks.internal.segment.SegmentEntry;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Takes a project's executions out of the history: a segment has those of many projects, so the
 * others get another one. One transaction for each segment says where its executions are now.
 */
@Singleton
public final class ProjectSegments {
  private static final String FIRST =
      "select segment, id from execution_history where project_id = ? limit 1";

  /** Whoever else changes where the executions of the segment are waits. */
  private static final String LOCK = "select 1 from history_segment where id = ? for update";

  private static final String DELETE =
      """
      delete from execution_history where project_id = ? and segment = ? and id >= ? and id < ?
      """;

  private static final String MOVE =
      """
      update execution_history h set segment = ?, block_offset = p.block_offset,
        block_length = p.block_length, block_index = p.block_index
      from unnest(?, ?, ?, ?, ?) as p (project_id, id, block_offset, block_length, block_index)
      where h.project_id = p.project_id and h.id = p.id and h.segment = ? and h.id >= ? and h.id < ?
      """;

  /** Of those that move, rows that were on their way into a partition are seen only now. */
  private static final String LEFT =
      """
      select count(*) from execution_history h
      join unnest(?, ?) as p (project_id, id) on h.project_id = p.project_id and h.id = p.id
      where h.segment = ? and h.id >= ? and h.id < ?
      """;

  private static final String FORGET = "delete from history_segment where id = ?";

  private static final String DISCARD =
      "insert into discarded_segment (id, day, project_id) values (?, ?, ?) on conflict do nothing";

  private static final String ADD =
      "insert into history_segment (id, day, bytes, executions, created_at) values (?, ?, ?, ?, ?)";

  private static final String DISCARDED =
      "select id, day from discarded_segment where project_id = ? limit 1";

  private static final String GONE =
      "delete from discarded_segment where project_id = ? and id = ?";

  /** A segment and the day of its executions. */
  public record Place(UUID segment, LocalDate day) {}

  /** A segment that is stored and is to take the place of another. */
  public record Rest(
      UUID segment, long bytes, List<SegmentEntry> entries, List<BlockPlace> places) {
    public Rest {
      entries = List.copyOf(entries);
      places = List.copyOf(places);
    }
  }

  private final DataSource dataSource;

  public ProjectSegments(@Named("tasks") DataSource dataSource) {
    this.dataSource = PlainDataSources.plain(dataSource);
  }

  /** A segment that has executions of the project. */
  public Optional<Place> next(ProjectId project) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(FIRST)) {
      select.setObject(1, project.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Place(row.getObject(1, UUID.class), Days.of(row.getObject(2, UUID.class))))
            : Optional.empty();
      }
    }
  }

  /** A segment of the project that nothing refers to any more, and whose blob may be there. */
  public Optional<Place> discarded(ProjectId project) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(DISCARDED)) {
      select.setObject(1, project.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Place(row.getObject(1, UUID.class), row.getObject(2, LocalDate.class)))
            : Optional.empty();
      }
    }
  }

  /** The blob of a discarded segment is gone. */
  public void forget(ProjectId project, Place place) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete = connection.prepareStatement(GONE)) {
      delete.setObject(1, project.value());
      delete.setObject(2, place.segment());
      delete.executeUpdate();
    }
  }

  /**
   * Takes the project's executions of a segment out of the history, and says where the others are.
   *
   * @param rest what has the others; null when there are none, or when the segment is lost
   * @return how many are gone; empty when somebody else was quicker, and {@code rest} is not used
   */
  public Optional<Integer> replace(ProjectId project, Place old, @Nullable Rest rest, Instant now)
      throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        Optional<Integer> deleted = replaceRows(connection, project, old, rest, now);
        if (deleted.isPresent()) {
          connection.commit();
        } else {
          connection.rollback();
        }
        return deleted;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    }
  }

  private static Optional<Integer> replaceRows(
      Connection connection, ProjectId project, Place old, @Nullable Rest rest, Instant now)
      throws SQLException {
    boolean locked = locked(connection, old);
    int deleted =
        update(connection, DELETE, project.value(), old.segment(), first(old), first(nextDay(old)));
    if (!locked) {
      connection.commit(); // rows that were left over when the segment was written again
      return Optional.empty();
    }
    if (rest != null) {
      int moved = move(connection, old, rest);
      if (left(connection, old, rest) > 0) {
        return Optional.empty();
      }
      if (moved > 0) {
        add(connection, old, rest, moved, now);
      }
    }
    update(connection, FORGET, old.segment());
    update(connection, DISCARD, old.segment(), old.day(), project.value());
    return Optional.of(deleted);
  }

  private static boolean locked(Connection connection, Place old) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.setObject(1, old.segment());
      try (ResultSet row = lock.executeQuery()) {
        return row.next();
      }
    }
  }

  private static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  private static int move(Connection connection, Place old, Rest rest) throws SQLException {
    List<BlockPlace> places = rest.places();
    try (PreparedStatement move = connection.prepareStatement(MOVE)) {
      move.setObject(1, rest.segment());
      setIds(connection, move, 2, rest);
      move.setArray(
          4, connection.createArrayOf("bigint", places.stream().map(BlockPlace::offset).toArray()));
      move.setArray(
          5,
          connection.createArrayOf("integer", places.stream().map(BlockPlace::length).toArray()));
      move.setArray(
          6, connection.createArrayOf("integer", places.stream().map(BlockPlace::index).toArray()));
      setSegment(move, 7, old);
      return move.executeUpdate();
    }
  }

  private static int left(Connection connection, Place old, Rest rest) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LEFT)) {
      setIds(connection, select, 1, rest);
      setSegment(select, 3, old);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** The segment and its day, so that the partitions of other days are not looked at. */
  private static void setSegment(PreparedStatement statement, int at, Place old)
      throws SQLException {
    statement.setObject(at, old.segment());
    statement.setObject(at + 1, first(old));
    statement.setObject(at + 2, first(nextDay(old)));
  }

  private static UUID first(Place place) {
    return Days.firstId(place.day());
  }

  private static Place nextDay(Place place) {
    return new Place(place.segment(), place.day().plusDays(1));
  }

  /** Entries and places are in the same order. */
  private static void setIds(Connection connection, PreparedStatement statement, int at, Rest rest)
      throws SQLException {
    List<UUID> projects = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    for (SegmentEntry entry : rest.entries()) {
      projects.add(entry.project().value());
      ids.add(entry.id().value());
    }
    statement.setArray(at, connection.createArrayOf("uuid", projects.toArray()));
    statement.setArray(at + 1, connection.createArrayOf("uuid", ids.toArray()));
  }

  private static void add(Connection connection, Place old, Rest rest, int moved, Instant now)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(ADD)) {
      insert.setObject(1, rest.segment());
      insert.setObject(2, old.day());
      insert.setLong(3, rest.bytes());
      insert.setInt(4, moved);
      SqlTypes.setInstant(insert, 5, now);
      insert.executeUpdate();
    }
  }
}
