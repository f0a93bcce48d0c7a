package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Load;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.SharedServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one execution of the reference workflow may cost in Postgres: the table in engine.md. */
@ExtendWith(SharedServer.class)
class BudgetIT {
  private static final int WARM_UP = 200;
  private static final int EXECUTIONS = 3_000;
  private static final int CONNECTIONS = 32;

  private record Counters(long commits, long rows, long accepted, long ended, long archived) {
    Counters minus(Counters before) {
      return new Counters(
          commits - before.commits,
          rows - before.rows,
          accepted - before.accepted,
          ended - before.ended,
          archived - before.archived);
    }

    boolean include(int executions) {
      return accepted >= executions && ended >= executions && archived >= executions;
    }
  }

  @Test
  void an_execution_of_w1_costs_at_most_five_rows_and_half_a_commit(Hawser hawser)
      throws Exception {
    try (EchoServer echo = EchoServer.start();
        Connection connection = hawser.stores().postgres()) {
      Deployed workflow = hawser.project().deploy(Definitions.w1("budget", echo.url("/echo")));
      Counters atFirst = counters(connection);
      run(hawser, workflow, WARM_UP);
      Counters before = counted(connection, atFirst, WARM_UP);
      run(hawser, workflow, EXECUTIONS);
      Counters used = counted(connection, before, EXECUTIONS).minus(before);

      double rows = (double) used.rows() / EXECUTIONS;
      double commits = (double) used.commits() / EXECUTIONS;
      assertThat(rows).as("rows written per execution").isBetween(1.0, 5.0);
      assertThat(commits).as("commits per execution").isBetween(0.001, 0.5);
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
                       sum(n_tup_ins) filter (where relname = 'open_execution') as accepted,
                       sum(n_tup_del) filter (where relname = 'open_execution') as ended,
                       sum(n_tup_ins) filter (where relname = 'execution_history') as archived
                from pg_stat_user_tables where schemaname = 'tasks'
                """)) {
      row.next();
      return new Counters(
          row.getLong("commits"),
          row.getLong("rows"),
          row.getLong("accepted"),
          row.getLong("ended"),
          row.getLong("archived"));
    }
  }
}
