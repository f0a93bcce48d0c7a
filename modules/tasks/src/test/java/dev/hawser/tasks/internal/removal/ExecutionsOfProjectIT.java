package dev.hawser.tasks.internal.removal;

import static dev.hawser.tasks.HistoryFixture.LEADER;
import static dev.hawser.tasks.HistoryFixture.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.ProjectData.Deleted;
import dev.hawser.core.tenancy.ProjectData.Left;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.BlobKey;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.FaultyStore;
import dev.hawser.tasks.HistoryFixture;
import dev.hawser.tasks.internal.archive.Archiver;
import dev.hawser.tasks.internal.segment.BlockPlace;
import dev.hawser.tasks.internal.segment.SegmentReader;
import dev.hawser.tasks.internal.store.ExecutionRecordings;
import dev.hawser.tasks.internal.store.History;
import dev.hawser.tasks.internal.store.Pace;
import dev.hawser.tasks.internal.store.ProjectExecutions;
import dev.hawser.tasks.internal.store.ProjectSegments;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecutionsOfProjectIT {
  private static final String TODAY = segments("2026-11-25");

  private HistoryFixture fixture;
  private ExecutionsOfProject removal;

  /** A project that was made today, as its id says. */
  private ProjectId doomed;

  @BeforeEach
  void prepare() throws SQLException {
    fixture = new HistoryFixture();
    Uuid7 ids = new Uuid7(fixture.clock);
    doomed = new ProjectId(ids.next());
    ProjectExecutions rows = new ProjectExecutions(fixture.pool);
    removal =
        new ExecutionsOfProject(
            rows,
            new SegmentRewrite(
                new ProjectSegments(fixture.pool),
                new SegmentReader(fixture.store),
                fixture.store,
                ids,
                fixture.clock),
            new BlobRemoval(fixture.store, rows, fixture.clock));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Executions that have ended, every third of them of the doomed project; gives the others. */
  private List<ExecutionId> mixed(int count) throws SQLException {
    List<ExecutionId> others = new ArrayList<>();
    int n = 0;
    for (ExecutionId id : fixture.end(count)) {
      if (n++ % 3 == 0) {
        doom("ended_execution", id);
        fixture.put("payloads/2026-11-25/" + id.value() + "/large");
      } else {
        others.add(id);
      }
    }
    fixture.put("payloads/2026-11-25/" + others.getFirst().value() + "/large");
    return others;
  }

  private void doom(String table, ExecutionId id) throws SQLException {
    fixture.sql(
        "update %s set project_id = '%s' where id = '%s'"
            .formatted(table, doomed.value(), id.value()));
  }

  /** As the worker does it; gives how much was deleted. */
  private int deleteAll() {
    int count = 0;
    boolean found = true;
    while (found) {
      found = false;
      @Nullable String place = null;
      Left left = Left.SOME;
      while (left == Left.SOME) {
        Deleted deleted = removal.delete(doomed, place, 7);
        count += deleted.count();
        found |= deleted.count() > 0;
        place = deleted.place();
        left = deleted.left();
      }
      assertThat(left).isEqualTo(Left.NOTHING);
    }
    return count;
  }

  private List<ExecutionRecordings> read(History history, List<ExecutionId> ids)
      throws SQLException {
    List<ExecutionRecordings> all = new ArrayList<>();
    for (ExecutionId id : ids) {
      all.add(history.find(fixture.project, id).orElseThrow());
    }
    return all;
  }

  private long ofDoomed(String table) throws SQLException {
    return fixture.number(
        "select count(*) from " + table + " where project_id = '" + doomed.value() + "'");
  }

  private void assertNothingIsLeft(List<ExecutionId> others) throws Exception {
    for (String table :
        List.of("open_execution", "ended_execution", "execution_history", "discarded_segment")) {
      assertThat(ofDoomed(table)).as(table).isZero();
    }
    assertThat(fixture.keys("payloads/")).hasSize(1);
    List<ExecutionId> inSegments = new ArrayList<>();
    SegmentReader reader = new SegmentReader(fixture.store);
    for (String key : fixture.keys(TODAY)) {
      reader.index(new BlobKey(key)).stream().map(BlockPlace::id).forEach(inSegments::add);
    }
    assertThat(inSegments).containsExactlyInAnyOrderElementsOf(others);
    assertThat(fixture.keys(TODAY)).hasSize((int) fixture.count("history_segment"));
    assertThat(fixture.number("select sum(executions) from history_segment"))
        .isEqualTo(others.size());
  }

  @Test
  void a_project_is_taken_out_of_the_segments_and_what_others_have_in_them_stays()
      throws Exception {
    List<ExecutionId> others = mixed(300);
    History history = fixture.history();
    List<ExecutionRecordings> before = read(history, others);
    fixture.archiveAll();
    fixture.put("files/2026-11-25/" + doomed.value() + "/file");
    fixture.put("files/2026-11-26/" + doomed.value() + "/file");
    fixture.put("files/2026-11-25/" + fixture.project.value() + "/file");
    ExecutionId open = fixture.openSince("2026-11-25T11:00:00Z");
    doom("open_execution", open);
    fixture.put("payloads/2026-11-25/" + open.value() + "/large");
    fixture.sql("insert into step_journal values ('%s', 0, 0, '')".formatted(open.value()));
    fixture.sql(
        "insert into idempotency_key values ('%s', 'a', 'b', '', 'c')".formatted(doomed.value()));

    assertThat(deleteAll()).isEqualTo(100 + 101 + 1 + 2 + 1);

    assertNothingIsLeft(others);
    assertThat(fixture.keys("files/")).hasSize(1);
    assertThat(fixture.count("step_journal") + fixture.count("idempotency_key")).isZero();
    List<ExecutionRecordings> after = read(history, others);
    for (int i = 0; i < after.size(); i++) {
      assertThat(after.get(i).view()).isEqualTo(before.get(i).view());
      assertThat(after.get(i).steps()).isEqualTo(before.get(i).steps());
      assertThat(after.get(i).input()).isEqualTo(before.get(i).input());
    }
  }

  @Test
  void whoever_dies_while_a_segment_is_written_again_is_gone_on_with() throws Exception {
    List<ExecutionId> others = mixed(90);
    fixture.archiveAll();
    List<String> before = fixture.keys(TODAY);
    fixture.store.diesAfterPut = true; // the new segment is there, and nobody knows it
    assertThatThrownBy(this::deleteAll).isInstanceOf(FaultyStore.Died.class);
    assertThat(ofDoomed("execution_history")).isEqualTo(30);
    String orphan =
        fixture.keys(TODAY).stream().filter(key -> !before.contains(key)).findAny().orElseThrow();
    fixture.store.diesBeforeDelete = true; // the old one is not in use any more, and there
    assertThatThrownBy(this::deleteAll).isInstanceOf(FaultyStore.Died.class);
    assertThat(ofDoomed("discarded_segment")).isEqualTo(1);
    deleteAll();
    fixture.store.delete(new BlobKey(orphan)); // the search for orphans does it
    assertNothingIsLeft(others);
  }

  @Test
  void a_lost_segment_stops_nothing_and_a_damaged_one_is_not_thrown_away() throws Exception {
    mixed(30);
    fixture.archiveAll();
    BlobKey key = new BlobKey(fixture.keys(TODAY).getFirst());
    fixture.put(key.value());
    assertThatThrownBy(this::deleteAll).hasMessageContaining("damaged");
    assertThat(ofDoomed("execution_history")).isEqualTo(10);
    fixture.store.delete(key);
    deleteAll();
    assertThat(ofDoomed("execution_history")).isZero();
    assertThat(fixture.count("execution_history")).isEqualTo(20);
  }

  @Test
  void who_reads_while_the_segment_is_written_again_finds_the_execution_where_it_is_now()
      throws Exception {
    List<ExecutionId> others = mixed(30);
    fixture.archiveAll();
    fixture.store.beforeGet.set(this::deleteAll);
    assertThat(fixture.history().find(fixture.project, others.getLast())).isPresent();
    assertThat(ofDoomed("execution_history")).isZero();
  }

  @Test
  void what_is_deleted_while_the_archive_packs_it_is_in_no_segment() throws Exception {
    List<ExecutionId> others = mixed(30);
    Archiver archiver = fixture.archiver(Map.of("hawser.history.archive-after", "0s"));
    fixture.store.afterPut.set(this::deleteAll);
    assertThat(archiver.archiveSome(LEADER, Pace.FULL)).isTrue();
    assertThat(fixture.keys(TODAY)).as("the segment with what is deleted").isEmpty();
    fixture.archiveAll();
    assertNothingIsLeft(others);
  }
}
