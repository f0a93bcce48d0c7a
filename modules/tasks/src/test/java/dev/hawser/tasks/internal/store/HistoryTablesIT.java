package dev.hawser.tasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.outbox.OutboxEvent;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.HistoryFixture;
import dev.hawser.tasks.TasksSchema;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.segment.Days;
import dev.hawser.testing.TestDatabase;
import dev.hawser.testing.TestServers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HistoryTablesIT {
  private static final HistoryFilter ANY = new HistoryFilter(null, null, null, null);

  private final HistoryFixture fixture;

  HistoryTablesIT() throws SQLException {
    fixture = new HistoryFixture();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void history_of_the_first_version_is_kept_and_waits_for_the_archive() throws Exception {
    try (TestDatabase old = TestServers.newDatabase()) {
      TasksSchema.migrate(old, 1, 1);
      try (Connection connection = old.connect();
          Statement statement = connection.createStatement()) {
        statement.execute(
            """
            set search_path to tasks;
            insert into execution_history select '%s', gen_random_uuid(), gen_random_uuid(), 1, 0, 3, now(), now(), 1,
              null, '{}', '[]', null from generate_series(1, 100)
            """
                .formatted(fixture.project.value()));
        TasksSchema.migrate(old, 2, Integer.MAX_VALUE);
        try (ResultSet row =
            statement.executeQuery(
                "select count(*), (select count(*) from execution_history) from ended_execution")) {
          row.next();
          assertThat(row.getLong(1)).isEqualTo(100);
          assertThat(row.getLong(2)).isZero();
        }
      }
    }
  }

  @Test
  void a_page_of_new_executions_touches_no_old_partition() throws Exception {
    fill(60, 1_000);
    String plan = plan(LocalDate.parse("2026-11-24"), 21);
    assertThat(partitions(plan)).contains("20261125", "20261124").doesNotContain("20261123");
    assertThat(plan).doesNotContain("Seq Scan on execution_history_2");
  }

  @Test
  void a_page_of_all_partitions_reads_no_more_rows_than_it_shows_of_each() throws Exception {
    fill(60, 1_000);
    String plan = plan(LocalDate.parse("2026-01-01"), 21);
    assertThat(partitions(plan)).hasSize(60);
    Matcher rows =
        Pattern.compile("Index Scan.*execution_history_2.*actual rows=(\\d+)").matcher(plan);
    long read = 0;
    while (rows.find()) {
      read += Long.parseLong(rows.group(1));
    }
    assertThat(read).isBetween(21L, 21L + 60);
  }

  @Test
  void a_project_with_little_history_finds_it_however_old_it_is() throws Exception {
    ExecutionId old = fixture.endAcceptedAt("2026-09-01T00:00:00Z");
    ExecutionId week = fixture.endAcceptedAt("2026-11-20T00:00:00Z");
    fixture.archiveAll();
    ExecutionId today = fixture.end(1).getFirst();
    assertThat(fixture.history().list(fixture.project, ANY, PageRequest.of(10, null)).items())
        .extracting(ExecutionView::id)
        .containsExactly(today, week, old);
    List<ExecutionId> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<ExecutionView> page =
          fixture.history().list(fixture.project, ANY, PageRequest.of(1, cursor));
      page.items().forEach(view -> seen.add(view.id()));
      cursor = page.nextCursor();
    } while (cursor != null);
    assertThat(seen).containsExactly(today, week, old);
  }

  @Test
  void a_repeated_end_is_known_also_after_the_archive_took_it() throws Exception {
    EndExecution end = new EndExecution();
    EndedExecution item = ended(fixture.openSince("2026-11-25T11:00:00Z"));
    fixture.sql("update open_execution set state = 1, epoch = 7");
    assertThat(execute(end, item, false)).containsExactly(Written.YES);
    assertThat(execute(end, item, true)).containsExactly(Written.YES);
    assertThat(execute(end, item, false)).containsExactly(Written.FENCED);
    fixture.archiveAll();
    assertThat(execute(end, item, true)).containsExactly(Written.YES);
    assertThat(execute(end, item, false)).containsExactly(Written.FENCED);
    assertThat(fixture.count("execution_history") + fixture.count("ended_execution")).isEqualTo(1);
  }

  @Test
  void a_repeated_acceptance_is_known_also_after_the_archive_took_it() throws Exception {
    ExecutionId id = fixture.end(1).getFirst();
    NewExecution again = new NewExecution(open(id), null);
    assertThat(execute(new InsertOpen(), again, true)).containsExactly(new Accepted.Before(id));
    fixture.archiveAll();
    assertThat(execute(new InsertOpen(), again, true)).containsExactly(new Accepted.Before(id));
    assertThat(fixture.count("open_execution")).isZero();
  }

  @Test
  void who_starts_an_execution_by_hand_is_noted_with_it_and_once() throws Exception {
    ExecutionId id = new ExecutionId(UUID.randomUUID());
    OutboxEvent note = new OutboxEvent(UUID.randomUUID(), "audit.recorded.v1", "{\"a\":1}");
    NewExecution byHand = new NewExecution(open(id), null, note);
    NewExecution byItself = new NewExecution(open(new ExecutionId(UUID.randomUUID())), null);
    execute(new InsertOpen(), byItself, false);
    assertThat(fixture.count("outbox")).isZero();
    assertThat(execute(new InsertOpen(), byHand, false)).containsExactly(new Accepted.Fresh(id));
    assertThat(execute(new InsertOpen(), byHand, true)).containsExactly(new Accepted.Fresh(id));
    assertThat(fixture.count("outbox")).isEqualTo(1);
    assertThat(fixture.count("open_execution")).isEqualTo(2);
  }

  private <I, R> List<R> execute(
      dev.hawser.core.postgres.BatchStatement<I, R> statement, I item, boolean repeated)
      throws SQLException {
    try (Connection connection = fixture.pool.getConnection()) {
      return statement.execute(connection, List.of(item), repeated);
    }
  }

  private OpenExecution open(ExecutionId id) {
    return new OpenExecution(
        fixture.project,
        id,
        fixture.workflow,
        1,
        TriggerKind.WEBHOOK,
        ExecutionStatus.RUNNING,
        7,
        null,
        null,
        new byte[] {'1'});
  }

  private EndedExecution ended(ExecutionId id) {
    return new EndedExecution(
        open(id),
        ExecutionStatus.SUCCEEDED,
        fixture.clock.instant(),
        fixture.clock.instant(),
        1,
        false,
        new byte[] {'[', ']'},
        null);
  }

  /** So many archived executions of one project a day, on the last days until today. */
  private void fill(int days, int each) throws SQLException {
    HistoryPartitions partitions = new HistoryPartitions(fixture.pool);
    for (int day = 0; day < days; day++) {
      LocalDate date = LocalDate.parse("2026-11-25").minusDays(day);
      assertThat(partitions.make(HistoryFixture.LEADER, date)).isTrue();
      fixture.sql(
          """
          insert into execution_history (project_id, id, workflow_id, segment, started_at, ended_at, block_offset,
            block_length, block_index, version, task_count, trigger_kind, status)
          select '%s', (lpad(to_hex(%d::bigint), 12, '0') || lpad(to_hex(28672 + i), 4, '0') || '8'
            || lpad(to_hex(i), 15, '0'))::uuid, '%s', '%s', now(), now(), 0, 1, 0, 1, 1, 0, 3
          from generate_series(1, %d) as i
          """
              .formatted(
                  fixture.project.value(),
                  Days.start(date).toEpochMilli(),
                  fixture.workflow.value(),
                  UUID.randomUUID(),
                  each));
    }
    fixture.sql("analyze execution_history");
  }

  private String plan(LocalDate since, int limit) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection connection = fixture.pool.getConnection();
        PreparedStatement explain =
            connection.prepareStatement(
                "explain (analyze, costs off, timing off, summary off) " + HistoryList.LIST)) {
      int at = 1;
      for (int table = 0; table < 3; table++) {
        explain.setObject(at++, fixture.project.value());
        explain.setObject(at++, new UUID(-1, -1));
        explain.setObject(at++, Days.firstId(since));
        for (int i = 0; i < 4; i++) {
          explain.setNull(at++, java.sql.Types.OTHER);
        }
        explain.setInt(at++, limit);
      }
      explain.setInt(at, limit);
      try (ResultSet row = explain.executeQuery()) {
        while (row.next()) {
          lines.add(row.getString(1));
        }
      }
    }
    return String.join("\n", lines);
  }

  private static List<String> partitions(String plan) {
    return Pattern.compile(" on execution_history_(\\d{8})")
        .matcher(plan)
        .results()
        .map(match -> match.group(1))
        .distinct()
        .toList();
  }
}
