package dev.hawser.tasks.internal.store;

import dev.hawser.core.lock.Leadership;
import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.tasks.internal.segment.Days;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import javax.sql.DataSource;

/**
 * The days of {@code execution_history}. A day without a partition is no error: its rows go to the
 * default partition and move when theirs is made.
 *
 * <p>Making and dropping one needs a short exclusive lock. It is not waited for long, since who
 * waits for it stops all others: the attempt fails and is repeated later.
 */
@Singleton
public final class HistoryPartitions {
  private static final String PREFIX = "execution_history_";
  private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;
  private static final String PATIENCE = "set local lock_timeout = '2s'";

  private static final String ALL =
      """
      select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'execution_history'::regclass
      """;

  private final DataSource dataSource;
  private final Set<LocalDate> known = new ConcurrentSkipListSet<>();

  public HistoryPartitions(@Named("tasks") DataSource dataSource) {
    this.dataSource = PlainDataSources.plain(dataSource);
  }

  /**
   * Makes the partition of a day unless it is there, and moves what the default one has of it. Does
   * nothing when the leadership is stale.
   *
   * @return whether it was made
   */
  public boolean make(Leadership leadership, LocalDate day) throws SQLException {
    if (known.contains(day)) {
      return false;
    }
    boolean made =
        LeaderWork.commit(dataSource, leadership, connection -> attach(connection, day))
            .orElse(false);
    if (made || days().contains(day)) {
      known.add(day);
    }
    return made;
  }

  /** The days that have a partition, ascending. */
  public NavigableSet<LocalDate> days() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return days(connection);
    }
  }

  /** The first day that the default partition has rows of. */
  public Optional<LocalDate> firstStray() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select id from execution_history_default order by id limit 1")) {
      return row.next() ? Optional.of(Days.of(row.getObject(1, UUID.class))) : Optional.empty();
    }
  }

  /**
   * Drops the first partition, if it is of a day before this one.
   *
   * @return the day that is gone; empty when there was none or the leadership is stale
   */
  public Optional<LocalDate> dropFirstBefore(Leadership leadership, LocalDate end)
      throws SQLException {
    Optional<LocalDate> dropped =
        LeaderWork.commit(
            dataSource,
            leadership,
            connection -> {
              NavigableSet<LocalDate> expired = days(connection).headSet(end, false);
              if (expired.isEmpty()) {
                return Optional.empty();
              }
              LocalDate day = expired.getFirst();
              execute(connection, PATIENCE);
              execute(connection, "drop table " + name(day));
              return Optional.of(day);
            });
    dropped.ifPresent(known::remove);
    return dropped;
  }

  private static Optional<Boolean> attach(Connection connection, LocalDate day)
      throws SQLException {
    if (days(connection).contains(day)) {
      return Optional.empty();
    }
    String table = name(day);
    UUID from = Days.firstId(day);
    UUID to = Days.firstId(day.plusDays(1));
    execute(connection, PATIENCE);
    execute(
        connection, "create table %s (like execution_history including defaults)".formatted(table));
    execute(
        connection,
        """
        with strays as (delete from execution_history_default where id >= '%s' and id < '%s' returning *)
        insert into %s select * from strays
        """
            .formatted(from, to, table));
    execute(
        connection,
        "alter table execution_history attach partition %s for values from ('%s') to ('%s')"
            .formatted(table, from, to));
    return Optional.of(true);
  }

  private static NavigableSet<LocalDate> days(Connection connection) throws SQLException {
    NavigableSet<LocalDate> days = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ALL)) {
      while (row.next()) {
        day(row.getString(1)).ifPresent(days::add);
      }
    }
    return days;
  }

  private static Optional<LocalDate> day(String table) {
    try {
      return Optional.of(LocalDate.parse(table.substring(PREFIX.length()), SUFFIX));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // the default partition
    }
  }

  private static String name(LocalDate day) {
    return PREFIX + SUFFIX.format(day);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
