package dev.hawser.tasks.internal.retention;

import static dev.hawser.tasks.HistoryFixture.FORMER_LEADER;
import static dev.hawser.tasks.HistoryFixture.LEADER;
import static dev.hawser.tasks.HistoryFixture.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.FaultyStore;
import dev.hawser.tasks.HistoryFixture;
import dev.hawser.tasks.internal.TestSettings;
import dev.hawser.tasks.internal.store.ExpiredRows;
import dev.hawser.tasks.internal.store.HistoryPartitions;
import dev.hawser.tasks.internal.store.HistoryReferences;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpkeepIT {
  private final HistoryFixture fixture;

  UpkeepIT() throws SQLException {
    fixture = new HistoryFixture();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Upkeep upkeep() {
    HistoryReferences references = new HistoryReferences(fixture.pool);
    return new Upkeep(
        new HistoryPartitions(fixture.pool),
        new ExpiredRows(fixture.pool),
        fixture.store,
        List.of(new SegmentArea(references), new PayloadArea(references), new FileArea(references)),
        fixture.clock,
        TestSettings.of(Map.of()));
  }

  private void round(Upkeep upkeep) throws SQLException {
    upkeep.round(LEADER, () -> true);
  }

  @Test
  void partitions_are_made_before_their_day_begins() throws Exception {
    Upkeep upkeep = upkeep();
    fixture.clock.set("2026-12-30T23:59:00Z");
    round(upkeep);
    assertThat(days()).containsExactly("2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02");
    fixture.end(2);
    fixture.clock.set("2026-12-31T00:00:00Z");
    fixture.end(3);
    round(upkeep);
    fixture.archiveAll();
    assertThat(days()).hasSize(5).last().isEqualTo("2027-01-03");
    assertThat(fixture.count("execution_history_20261230")).isEqualTo(2);
    assertThat(fixture.count("execution_history_20261231")).isEqualTo(3);
    assertThat(fixture.count("execution_history_default")).isZero();
  }

  @Test
  void rows_that_came_before_their_partition_move_into_it() throws Exception {
    fixture.end(3);
    fixture.archiveAll();
    fixture.sql("alter table execution_history detach partition execution_history_20261125");
    fixture.sql("insert into execution_history select * from execution_history_20261125");
    fixture.sql("drop table execution_history_20261125");
    assertThat(fixture.count("execution_history_default")).isEqualTo(3);
    fixture.clock.move(Duration.ofDays(20));
    round(upkeep());
    assertThat(fixture.count("execution_history_default")).isZero();
    assertThat(fixture.count("execution_history_20261125")).isEqualTo(3);
  }

  @Test
  void what_is_older_than_the_retention_goes_and_nothing_else() throws Exception {
    Upkeep upkeep = upkeep();
    String expired = "2026-08-26";
    String kept = "2026-08-27";
    fixture.clock.set(expired + "T23:59:59.999Z");
    fixture.end(5);
    fixture.archiveAll();
    fixture.clock.set(kept + "T00:00:00Z");
    List<ExecutionId> survivors = fixture.end(5);
    fixture.archiveAll();
    fixture.put("payloads/" + expired + "/" + UUID.randomUUID() + "/input");
    fixture.put("payloads/" + kept + "/" + survivors.getFirst().value() + "/input");
    fixture.put("files/" + expired + "/" + UUID.randomUUID() + "/" + UUID.randomUUID());
    fixture.put("files/" + kept + "/" + UUID.randomUUID() + "/" + UUID.randomUUID());
    fixture.put("images/" + UUID.randomUUID() + "/logo");
    fixture.put("executions/readme");

    fixture.clock.set("2026-11-24T23:59:59Z");
    round(upkeep);
    assertThat(fixture.count("execution_history")).isEqualTo(10);
    fixture.clock.set("2026-11-25T12:00:00Z");
    round(upkeep);
    assertThat(fixture.count("execution_history")).isEqualTo(5);
    assertThat(days()).doesNotContain(expired).contains(kept);
    assertThat(fixture.number("select sum(executions) from history_segment")).isEqualTo(5);
    assertThat(fixture.keys(segments(expired))).isEmpty();
    assertThat(fixture.keys(segments(kept))).hasSize(1);
    assertThat(fixture.keys("payloads/")).hasSize(1).allMatch(key -> key.contains(kept));
    assertThat(fixture.keys("files/")).hasSize(1).allMatch(key -> key.contains(kept));
    assertThat(fixture.keys("images/")).hasSize(1);
    assertThat(fixture.keys("executions/r")).hasSize(1);
    for (ExecutionId survivor : survivors) {
      assertThat(fixture.history().find(fixture.project, survivor)).isPresent();
    }
    List<String> before = fixture.keys("");
    round(upkeep);
    assertThat(fixture.keys("")).isEqualTo(before);
  }

  @Test
  void retention_that_dies_in_the_middle_goes_on_the_next_time() throws Exception {
    for (int i = 0; i < 2_500; i++) {
      fixture.put("payloads/2026-01-0" + (1 + i % 3) + "/" + UUID.randomUUID() + "/" + i);
    }
    fixture.store.deletionsToDeath.set(700);
    assertThatThrownBy(() -> round(upkeep())).isInstanceOf(FaultyStore.Died.class);
    assertThat(fixture.keys("payloads/")).hasSize(1_800);
    round(upkeep());
    assertThat(fixture.keys("payloads/")).isEmpty();
  }

  @Test
  void large_values_and_files_of_an_open_execution_stay_until_it_ends() throws Exception {
    Upkeep upkeep = upkeep();
    ExecutionId open = fixture.openSince("2026-01-15T10:00:00Z");
    String payload = "payloads/2026-01-15/" + open.value() + "/input";
    String file = "files/2026-01-16/" + fixture.project.value() + "/" + UUID.randomUUID();
    fixture.put(payload);
    fixture.put(file);
    fixture.put("payloads/2026-01-15/" + UUID.randomUUID() + "/input");
    fixture.put("files/2026-01-16/" + UUID.randomUUID() + "/" + UUID.randomUUID());
    round(upkeep);
    assertThat(fixture.keys("")).containsExactly(file, payload);

    fixture.endOpen(open);
    fixture.clock.move(Duration.ofDays(89));
    fixture.archiveAll();
    round(upkeep);
    assertThat(fixture.keys("")).containsExactly(file, payload);
    assertThat(fixture.history().find(fixture.project, open))
        .as("ended lately, so it is still shown")
        .isPresent();

    fixture.clock.move(Duration.ofDays(2));
    round(upkeep);
    assertThat(fixture.keys("")).isEmpty();
    assertThat(fixture.history().find(fixture.project, open)).isEmpty();
  }

  @Test
  void a_former_leader_deletes_no_row() throws Exception {
    fixture.clock.set("2026-01-01T00:00:00Z");
    fixture.end(3);
    fixture.archiveAll();
    fixture.clock.set("2026-11-25T00:00:00Z");
    upkeep().round(FORMER_LEADER, () -> false);
    assertThat(fixture.count("execution_history")).isEqualTo(3);
    assertThat(fixture.keys(segments("2026-01-01"))).hasSize(1);
  }

  @Test
  void segments_that_nobody_refers_to_go_a_day_later() throws Exception {
    fixture.end(10);
    fixture.store.diesAfterPut = true;
    assertThatThrownBy(fixture::archiveAll).isInstanceOf(FaultyStore.Died.class);
    fixture.archiveAll();
    assertThat(fixture.keys(segments("2026-11-25"))).hasSize(2);
    fixture.clock.move(Duration.ofHours(23));
    upkeep().deleteOrphans(() -> true);
    assertThat(fixture.keys(segments("2026-11-25"))).hasSize(2);
    fixture.clock.move(Duration.ofHours(2));
    upkeep().deleteOrphans(() -> true);
    assertThat(fixture.keys(segments("2026-11-25"))).hasSize(1);
    for (var view : views()) {
      assertThat(fixture.history().find(fixture.project, view)).isPresent();
    }
  }

  @Test
  void large_values_of_no_execution_go_and_those_of_any_execution_stay() throws Exception {
    ExecutionId open = fixture.openSince("2026-11-25T10:00:00Z");
    List<ExecutionId> archived = fixture.end(2);
    fixture.archiveAll();
    ExecutionId ended = fixture.end(1).getFirst();
    String day = "payloads/2026-11-25/";
    fixture.put(day + open.value() + "/a");
    fixture.put(day + ended.value() + "/a");
    fixture.put(day + archived.getLast().value() + "/a");
    fixture.put(day + archived.getLast().value() + "/b");
    fixture.put(day + "not-an-execution/b");
    List<String> good = fixture.keys(day);
    fixture.put(day + UUID.randomUUID() + "/a");
    fixture.put(day + UUID.randomUUID() + "/a");
    fixture.clock.move(Duration.ofHours(25));
    fixture.put("payloads/2026-11-26/" + UUID.randomUUID() + "/young");
    round(upkeep());
    assertThat(fixture.keys(day)).isEqualTo(good);
    assertThat(fixture.keys("payloads/2026-11-26/")).hasSize(1);
  }

  @Test
  void orphans_are_looked_for_once_a_day_whoever_leads() throws Exception {
    round(upkeep());
    fixture.clock.move(Duration.ofHours(1));
    fixture.put("payloads/2026-11-25/" + UUID.randomUUID() + "/a");
    fixture.clock.move(Duration.ofMinutes(22 * 60 + 59));
    round(upkeep());
    assertThat(fixture.keys("payloads/")).hasSize(1);
    fixture.clock.move(Duration.ofHours(2));
    round(upkeep());
    assertThat(fixture.keys("payloads/")).isEmpty();
  }

  private List<ExecutionId> views() throws SQLException {
    return fixture
        .history()
        .list(
            fixture.project,
            new dev.hawser.tasks.internal.store.HistoryFilter(null, null, null, null),
            dev.hawser.core.page.PageRequest.of(100, null))
        .items()
        .stream()
        .map(view -> view.id())
        .toList();
  }

  private List<String> days() throws SQLException {
    return new HistoryPartitions(fixture.pool).days().stream().map(LocalDate::toString).toList();
  }
}
