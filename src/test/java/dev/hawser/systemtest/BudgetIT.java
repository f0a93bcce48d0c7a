package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Load;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.SharedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one execution of the reference workflow may cost in Postgres: the table in engine.md. */
@ExtendWith(SharedServer.class)
class BudgetIT {
  private static final int WARM_UP = 200;
  private static final int EXECUTIONS = 3_000;
  private static final int CONNECTIONS = 32;

  /** Enough that the last segment, which is not full, does not count much. */
  private static final int ARCHIVED = 6_000;

  /** Out of the ended executions and into the history. */
  private static final int ROWS_OF_ARCHIVING = 2;

  private record Counters(
      long commits,
      long rows,
      long journal,
      long accepted,
      long ended,
      long stored,
      long archived) {
    Counters minus(Counters before) {
      return new Counters(
          commits - before.commits,
          rows - before.rows,
          journal - before.journal,
          accepted - before.accepted,
          ended - before.ended,
          stored - before.stored,
          archived - before.archived);
    }

    boolean include(int executions) {
      return accepted >= executions && ended >= executions && stored >= executions;
    }
  }

  @Test
  void an_execution_of_w1_costs_three_rows_and_at_most_half_a_commit(Hawser hawser)
      throws Exception {
    try (EchoServer echo = EchoServer.start();
        Connection connection = observer(hawser)) {
      Deployed workflow = hawser.project().deploy(Definitions.w1("budget", echo.url("/echo")));
      Counters atFirst = counters(connection);
      run(hawser, workflow, WARM_UP);
      Counters before = counted(connection, atFirst, WARM_UP);
      run(hawser, workflow, EXECUTIONS);
      Counters used = counted(connection, before, EXECUTIONS).minus(before);

      // Accepted, taken, ended; and a share of heartbeats. What is archived meanwhile may be the
      // executions of another test, and costs what the other test here says.
      double rows =
          (double) (used.rows() - used.journal() - ROWS_OF_ARCHIVING * used.archived())
              / EXECUTIONS;
      double commits = (double) used.commits() / EXECUTIONS;
      assertThat(rows).as("rows written per execution").isBetween(3.0, 3.1);
      assertThat(commits).as("commits per execution").isBetween(0.001, 0.5);
    }
  }

  @Test
  void an_archived_execution_costs_two_rows_more_and_a_five_hundredth_of_an_object()
      throws Exception {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.installed().set("history.archive-after", "5s").start();
        Connection connection = observer(hawser)) {
      Deployed workflow = hawser.project().deploy(Definitions.w1("budget", echo.url("/echo")));
      Counters before = counters(connection);
      run(hawser, workflow, ARCHIVED);
      Waiting.until(
          "all is archived", () -> number(connection, "count(*) from tasks.ended_execution") == 0);
      Waiting.until(
          "the counters have caught up",
          () -> {
            Counters so = counters(connection).minus(before);
            return so.archived() >= ARCHIVED && so.rows() - so.journal() >= 5L * ARCHIVED;
          });
      Counters used = counters(connection).minus(before);

      // Accepted, taken, ended, taken, archived: five, and a share of the segment's own row and of
      // heartbeats. Steps that a busy machine makes slow add to the journal, which is not the
      // archive's.
      double rows = (double) (used.rows() - used.journal()) / ARCHIVED;
      assertThat(rows).as("rows per execution").isBetween(5.0, 5.1);
      assertThat((double) used.commits() / ARCHIVED).as("commits").isBetween(0.001, 0.5);
      long segments = number(connection, "count(*) from tasks.history_segment");
      assertThat(segments * 1_000.0 / ARCHIVED).as("objects per 1,000").isLessThanOrEqualTo(2);
      assertThat(objects(hawser)).as("objects in the store").isEqualTo(segments);
      long bytes =
          number(
              connection,
              """
              sum(pg_total_relation_size(inhrelid)) from pg_inherits
              where inhparent = 'tasks.execution_history'::regclass and pg_relation_size(inhrelid) > 0
              """);
      assertThat(bytes / ARCHIVED).as("bytes of metadata in Postgres").isBetween(100L, 600L);
    }
  }

  /** Reads what is new each time, and adds no commit of its own to what it counts. */
  private static Connection observer(Hawser hawser) throws SQLException {
    Connection connection = hawser.stores().postgres();
    try (Statement statement = connection.createStatement()) {
      statement.execute("set stats_fetch_consistency = none");
    }
    connection.setAutoCommit(false);
    return connection;
  }

  private static long number(Connection connection, String what) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select " + what)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static long objects(Hawser hawser) throws IOException {
    try (Stream<Path> files = Files.walk(hawser.data().resolve("blobs/blobs/executions"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static void run(Hawser hawser, Deployed workflow, int count) {
    try (Load load = Load.start(hawser.address(), workflow.hookPath(), CONNECTIONS, 1, count)) {
      assertThat(load.join().accepted()).hasSize(count);
    }
    hawser.project().awaitAllEnded(workflow.id(), Duration.ofSeconds(60));
  }

  /**
   * The counters when they include so many executions. PostgreSQL's processes tell what they did
   * some time later, each its rows and its commits together.
   */
  private static Counters counted(Connection connection, Counters before, int executions)
      throws SQLException {
    Waiting.until(
        "the counters have caught up",
        () -> counters(connection).minus(before).include(executions));
    return counters(connection);
  }

  private static Counters counters(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select (select xact_commit from pg_stat_database
                         where datname = current_database()) as commits,
                       sum(n_tup_ins + n_tup_upd + n_tup_del) as rows,
                       sum(n_tup_ins + n_tup_del) filter (where relname = 'step_journal') as journal,
                       sum(n_tup_ins) filter (where relname = 'open_execution') as accepted,
                       sum(n_tup_del) filter (where relname = 'open_execution') as ended,
                       sum(n_tup_ins) filter (where relname = 'ended_execution') as stored,
                       sum(n_tup_ins) filter (where relname like 'execution_history%') as archived
                from pg_stat_user_tables where schemaname = 'tasks'
                """)) {
      row.next();
      return new Counters(
          row.getLong("commits"),
          row.getLong("rows"),
          row.getLong("journal"),
          row.getLong("accepted"),
          row.getLong("ended"),
          row.getLong("stored"),
          row.getLong("archived"));
    }
  }
}
