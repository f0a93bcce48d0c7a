package dev.hawser.core.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.error.HawserException;
import dev.hawser.testing.TestDatabase;
import dev.hawser.testing.TestServers;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupCommitterIT {
  private final TestDatabase database = TestServers.newDatabase();
  private final AtomicInteger refusals = new AtomicInteger();
  private final Insert insert = new Insert();

  /** Inserts numbers; a batch can be held to let others gather behind it. */
  private static final class Insert implements BatchStatement<Integer, Integer> {
    volatile CountDownLatch gate = new CountDownLatch(0);
    final List<Boolean> repetitions = Collections.synchronizedList(new ArrayList<>());

    @Override
    public List<Integer> execute(Connection connection, List<Integer> items, boolean repeated)
        throws SQLException {
      repetitions.add(repeated);
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      try (PreparedStatement statement =
          connection.prepareStatement("insert into numbers values (?) on conflict do nothing")) {
        for (Integer item : items) {
          statement.setInt(1, item);
          statement.addBatch();
        }
        statement.executeBatch();
      }
      return items.stream().map(item -> item * 2).toList();
    }
  }

  @BeforeEach
  void prepare() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create table numbers (n integer primary key check (n >= 0))");
    }
  }

  @AfterEach
  void drop() {
    database.close();
  }

  private GroupCommitter committer(int capacity) {
    return new GroupCommitter(
        "test", dataSource(), List.of(insert), 1, capacity, Duration.ofMillis(1));
  }

  private int rows() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from numbers")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void writes_that_arrive_during_a_commit_share_the_next_one_and_each_gets_its_own_result()
      throws Exception {
    try (GroupCommitter committer = committer(1_000)) {
      insert.gate = new CountDownLatch(1);
      List<CompletableFuture<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        results.add(committer.submit(insert, i));
      }
      insert.gate.countDown();
      for (int i = 0; i < 200; i++) {
        assertThat(results.get(i).join()).isEqualTo(2 * i);
      }
      assertThat(committer.commits()).isLessThanOrEqualTo(3);
      assertThat(committer.writes()).isEqualTo(200);
    }
    assertThat(rows()).isEqualTo(200);
  }

  @Test
  void a_row_that_postgres_refuses_fails_alone() throws Exception {
    try (GroupCommitter committer = committer(1_000)) {
      insert.gate = new CountDownLatch(1);
      CompletableFuture<Integer> held = committer.submit(insert, 1);
      CompletableFuture<Integer> bad = committer.submit(insert, -1);
      CompletableFuture<Integer> good = committer.submit(insert, 2);
      insert.gate.countDown();
      assertThat(held.join()).isEqualTo(2);
      assertThat(good.join()).isEqualTo(4);
      assertThatThrownBy(bad::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(SQLException.class);
    }
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void writes_wait_for_postgres_and_are_told_that_they_are_repeated() throws Exception {
    try (GroupCommitter committer = committer(1_000)) {
      refusals.set(3);
      assertThat(committer.submit(insert, 7).join()).isEqualTo(14);
      assertThat(refusals.get()).isNegative();
      assertThat(insert.repetitions).containsExactly(true);
    }
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void a_full_queue_says_so_at_once() {
    try (GroupCommitter committer = committer(10)) {
      insert.gate = new CountDownLatch(1);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 20; i++) {
                  CompletableFuture<Integer> unused = committer.submit(insert, i);
                  assertThat(unused).isNotNull();
                }
              })
          .isInstanceOfSatisfying(
              HawserException.LimitExceeded.class,
              full -> assertThat(full.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
      insert.gate.countDown();
    }
  }

  @Test
  void closing_commits_what_was_handed_in_and_takes_nothing_more() throws Exception {
    GroupCommitter committer = committer(1_000);
    for (int i = 0; i < 50; i++) {
      CompletableFuture<Integer> unused = committer.submit(insert, i);
      assertThat(unused).isNotNull();
    }
    committer.close();
    assertThat(rows()).isEqualTo(50);
    assertThatThrownBy(() -> committer.submit(insert, 1))
        .isInstanceOf(HawserException.Unavailable.class);
  }

  /**
   * Connections of the test database; refuses as many as {@link #refusals} says, like a server that
   * restarts.
   */
  private DataSource dataSource() {
    return new DataSource() {
      @Override
      public Connection getConnection() throws SQLException {
        if (refusals.getAndDecrement() > 0) {
          throw new SQLException("the database system is starting up", "57P03");
        }
        return DriverManager.getConnection(
            database.jdbcUrl(), database.username(), database.password());
      }

      @Override
      public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
      }

      @Override
      public PrintWriter getLogWriter() {
        return new PrintWriter(PrintWriter.nullWriter());
      }

      @Override
      public void setLogWriter(PrintWriter out) {}

      @Override
      public void setLoginTimeout(int seconds) {}

      @Override
      public int getLoginTimeout() {
        return 0;
      }

      @Override
      public Logger getParentLogger() {
        return Logger.getGlobal();
      }

      @Override
      public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("no " + type);
      }

      @Override
      public boolean isWrapperFor(Class<?> type) {
        return false;
      }
    };
  }
}
