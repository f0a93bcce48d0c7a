package dev.hawser.tasks.internal.archive;

import static dev.hawser.tasks.HistoryFixture.FORMER_LEADER;
import static dev.hawser.tasks.HistoryFixture.LEADER;
import static dev.hawser.tasks.HistoryFixture.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.PutOptions;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.FaultyStore;
import dev.hawser.tasks.HistoryFixture;
import dev.hawser.tasks.internal.segment.BlockPlace;
import dev.hawser.tasks.internal.segment.SegmentReader;
import dev.hawser.tasks.internal.store.ExecutionRecordings;
import dev.hawser.tasks.internal.store.ExecutionView;
import dev.hawser.tasks.internal.store.History;
import dev.hawser.tasks.internal.store.HistoryFilter;
import dev.hawser.tasks.internal.store.Pace;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArchiverIT {
  private static final HistoryFilter ANY = new HistoryFilter(null, null, null, null);
  private static final String TODAY = segments("2026-11-25");

  private final HistoryFixture fixture;

  ArchiverIT() throws SQLException {
    fixture = new HistoryFixture();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void few_executions_wait_until_the_oldest_has_waited_long_enough() throws Exception {
    Archiver archiver = fixture.archiver();
    fixture.end(10);
    fixture.clock.move(Duration.ofMinutes(14));
    fixture.end(10);
    assertThat(archiver.archiveSome(LEADER, Pace.FULL)).isFalse();
    assertThat(fixture.meters.get("hawser.history.waiting").gauge().value()).isEqualTo(20);
    assertThat(fixture.meters.get("hawser.history.waiting.age").gauge().value()).isEqualTo(840);
    fixture.clock.move(Duration.ofMinutes(1));
    assertThat(archiver.archiveSome(LEADER, Pace.FULL)).isTrue();
    assertThat(fixture.count("ended_execution")).isZero();
    assertThat(fixture.keys(TODAY)).hasSize(1);
    assertThat(archiver.archiveSome(LEADER, Pace.FULL)).isFalse();
    assertThat(fixture.meters.get("hawser.history.waiting").gauge().value()).isZero();
    assertThat(fixture.meters.get("hawser.history.archived").counter().count()).isEqualTo(20);
  }

  @Test
  void enough_executions_or_bytes_are_archived_at_once() throws Exception {
    Archiver archiver = fixture.archiver();
    fixture.end(Archiver.WORTH_ROWS);
    assertThat(archiver.archiveSome(LEADER, Pace.FULL)).isTrue();
    assertThat(archiver.archiveSome(LEADER, Pace.FULL)).isFalse();
    assertThat(fixture.keys(TODAY)).hasSize(1);
    fixture.endWithInput((int) Archiver.WORTH_BYTES);
    assertThat(archiver.archiveSome(LEADER, Pace.FULL)).isTrue();
    assertThat(fixture.count("execution_history")).isEqualTo(Archiver.WORTH_ROWS + 1);
    assertThat(fixture.count("ended_execution")).isZero();
  }

  @Test
  void an_archived_execution_reads_exactly_as_before() throws Exception {
    List<ExecutionId> ids = fixture.end(300);
    ids.add(fixture.endWithInput(12 << 20));
    ids.addAll(fixture.end(10));
    History history = fixture.history();
    List<ExecutionRecordings> before = new ArrayList<>();
    for (ExecutionId id : ids) {
      before.add(history.find(fixture.project, id).orElseThrow());
    }
    List<ExecutionView> listed = all(history);
    fixture.archiveAll();
    assertThat(fixture.count("ended_execution")).isZero();
    fixture.store.gets.set(0);
    for (int i = 0; i < ids.size(); i++) {
      ExecutionRecordings after = history.find(fixture.project, ids.get(i)).orElseThrow();
      assertThat(after.view()).isEqualTo(before.get(i).view());
      assertThat(after.steps()).isEqualTo(before.get(i).steps()).hasSize(1);
      assertThat(after.input()).isEqualTo(before.get(i).input());
      assertThat(after.error()).isEqualTo(before.get(i).error());
    }
    assertThat(fixture.store.gets).as("one range get each").hasValue(ids.size());
    assertThat(all(history)).isEqualTo(listed);
    assertThat(fixture.store.gets).as("lists need no data").hasValue(ids.size());
  }

  @Test
  void every_segment_has_executions_of_its_own_day_only() throws Exception {
    ExecutionId yesterday = fixture.endAcceptedAt("2026-11-24T23:59:59.999Z");
    ExecutionId lastMonth = fixture.endAcceptedAt("2026-10-20T00:00:00Z");
    List<ExecutionId> today = fixture.end(3);
    fixture.archiveAll();
    assertThat(executionsIn(segments("2026-11-24"))).containsExactly(yesterday);
    assertThat(executionsIn(segments("2026-10-20"))).containsExactly(lastMonth);
    assertThat(executionsIn(TODAY)).containsExactlyElementsOf(today);
    assertThat(fixture.count("execution_history_20261020")).isEqualTo(1);
    assertThat(fixture.count("execution_history_20261124")).isEqualTo(1);
    assertThat(fixture.count("execution_history_20261125")).isEqualTo(3);
    assertThat(fixture.number("select sum(executions) from history_segment")).isEqualTo(5);
  }

  @Test
  void a_segment_tells_all_about_its_executions_without_postgres() throws Exception {
    List<ExecutionId> ids = fixture.end(50);
    List<ExecutionView> listed = all(fixture.history());
    fixture.archiveAll();
    SegmentReader reader = new SegmentReader(fixture.store);
    BlobKey segment = new BlobKey(fixture.keys(TODAY).getFirst());
    List<ExecutionView> views = new ArrayList<>();
    for (BlockPlace place : reader.index(segment).reversed()) {
      var entry = reader.read(segment, place);
      assertThat(entry.project()).isEqualTo(fixture.project);
      views.add(
          new ExecutionView(
              entry.id(),
              entry.workflow(),
              entry.version(),
              entry.trigger(),
              entry.status(),
              entry.startedAt(),
              entry.endedAt(),
              null,
              entry.tasks(),
              entry.replayOf()));
    }
    assertThat(views).isEqualTo(listed).hasSize(ids.size());
  }

  @Test
  void two_archivers_that_race_put_every_execution_in_one_place_while_more_end() throws Exception {
    List<ExecutionId> ids = new ArrayList<>(fixture.end(3_000));
    AtomicBoolean ending = new AtomicBoolean(true);
    Callable<Void> archive =
        () -> {
          Archiver archiver = fixture.archiver(Map.of("hawser.history.archive-after", "0s"));
          while (archiver.archiveSome(LEADER, Pace.FULL) || ending.get()) {
            Thread.onSpinWait();
          }
          return null;
        };
    Callable<Void> read =
        () -> {
          History history = fixture.history();
          while (ending.get()) {
            List<ExecutionView> page = history.list(fixture.project, ANY, page()).items();
            assertThat(page).hasSize(100).doesNotHaveDuplicates();
            assertThat(history.find(fixture.project, page.getLast().id())).isPresent();
          }
          return null;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> work =
          List.of(threads.submit(archive), threads.submit(archive), threads.submit(read));
      for (int i = 0; i < 30; i++) {
        ids.addAll(fixture.end(100));
      }
      ending.set(false);
      for (Future<Void> each : work) {
        each.get();
      }
    }
    fixture.archiveAll();
    assertThat(all(fixture.history()).stream().map(ExecutionView::id))
        .containsExactlyElementsOf(ids.reversed());
    assertThat(fixture.count("ended_execution")).isZero();
    assertThat(fixture.count("execution_history")).isEqualTo(ids.size());
    assertThat(fixture.number("select sum(executions) from history_segment")).isEqualTo(ids.size());
    assertThat(fixture.keys(TODAY)).hasSize((int) fixture.count("history_segment"));
    for (ExecutionId id : ids) {
      assertThat(fixture.history().find(fixture.project, id)).isPresent();
    }
  }

  @Test
  void a_former_leader_moves_nothing_and_leaves_nothing() throws Exception {
    fixture.end(10);
    fixture.archiveAll();
    fixture.end(10);
    Archiver archiver = fixture.archiver(Map.of("hawser.history.archive-after", "0s"));
    archiver.archiveSome(FORMER_LEADER, Pace.FULL);
    assertThat(fixture.count("ended_execution")).isEqualTo(10);
    assertThat(fixture.count("execution_history")).isEqualTo(10);
    assertThat(fixture.keys(TODAY)).hasSize(1);
  }

  @Test
  void who_dies_between_put_and_commit_leaves_a_segment_that_nobody_refers_to() throws Exception {
    List<ExecutionId> ids = fixture.end(100);
    fixture.store.diesAfterPut = true;
    assertThatThrownBy(fixture::archiveAll).isInstanceOf(FaultyStore.Died.class);
    assertThat(fixture.keys(TODAY)).hasSize(1);
    assertThat(fixture.count("ended_execution")).isEqualTo(100);
    assertThat(fixture.count("execution_history")).isZero();
    assertThat(fixture.count("history_segment")).isZero();
    fixture.archiveAll();
    assertThat(all(fixture.history()).stream().map(ExecutionView::id))
        .containsExactlyElementsOf(ids.reversed());
    assertThat(fixture.count("history_segment")).isEqualTo(1);
    assertThat(fixture.keys(TODAY)).hasSize(2);
  }

  @Test
  void while_the_store_is_down_executions_wait_and_when_it_is_back_they_drain() throws Exception {
    Archiver archiver = fixture.archiver();
    fixture.store.down = true;
    for (int i = 0; i < 10; i++) {
      fixture.end(1_000);
      fixture.clock.move(Duration.ofMinutes(1));
      if (fixture.count("ended_execution") >= Archiver.WORTH_ROWS) {
        assertThatThrownBy(() -> archiver.archiveSome(LEADER, Pace.FULL))
            .isInstanceOf(BlobException.Unavailable.class);
      }
    }
    assertThat(fixture.count("ended_execution")).isEqualTo(10_000);
    assertThat(fixture.meters.get("hawser.history.waiting.age").gauge().value()).isEqualTo(600);
    History history = fixture.history();
    ExecutionId one = history.list(fixture.project, ANY, page()).items().getLast().id();
    assertThat(history.find(fixture.project, one)).isPresent();
    fixture.store.down = false;
    while (archiver.archiveSome(LEADER, Pace.FULL)) {
      assertThat(all(history, 2)).hasSize(200);
    }
    assertThat(fixture.count("ended_execution")).isLessThan(Archiver.WORTH_ROWS);
    fixture.archiveAll();
    assertThat(fixture.count("execution_history")).isEqualTo(10_000);
    assertThat(fixture.keys(TODAY)).hasSizeLessThanOrEqualTo(4);
    assertThat(all(history)).hasSize(10_000).doesNotHaveDuplicates();
  }

  @Test
  void a_damaged_or_lost_segment_is_told_and_lists_still_work() throws Exception {
    ExecutionId id = fixture.end(1).getFirst();
    fixture.archiveAll();
    fixture.end(1);
    History history = fixture.history();
    BlobKey segment = new BlobKey(fixture.keys(TODAY).getFirst());
    fixture.store.down = true;
    assertThatThrownBy(() -> history.find(fixture.project, id))
        .isInstanceOfSatisfying(
            HawserException.Unavailable.class,
            e -> assertThat(e.code()).hasToString("tasks.history-unavailable"));
    fixture.store.down = false;
    BlobSource junk = BlobSource.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14});
    assertThat(fixture.store.put(segment, junk, PutOptions.DEFAULT).size()).isEqualTo(14);
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> history.find(fixture.project, id))
          .isInstanceOfSatisfying(
              HawserException.Internal.class,
              e -> assertThat(e.code()).hasToString("tasks.history-damaged"));
      assertThat(all(history)).hasSize(2);
      fixture.store.delete(segment);
    }
  }

  private static PageRequest page() {
    return PageRequest.of(100, null);
  }

  private List<ExecutionView> all(History history) throws SQLException {
    return all(history, Integer.MAX_VALUE);
  }

  private List<ExecutionView> all(History history, int pages) throws SQLException {
    List<ExecutionView> views = new ArrayList<>();
    String cursor = null;
    for (int i = 0; i < pages; i++) {
      Page<ExecutionView> page = history.list(fixture.project, ANY, PageRequest.of(100, cursor));
      views.addAll(page.items());
      cursor = page.nextCursor();
      if (cursor == null) {
        break;
      }
    }
    return views;
  }

  private List<ExecutionId> executionsIn(String prefix) throws Exception {
    SegmentReader reader = new SegmentReader(fixture.store);
    List<ExecutionId> ids = new ArrayList<>();
    for (String key : fixture.keys(prefix)) {
      reader.index(new BlobKey(key)).forEach(place -> ids.add(place.id()));
    }
    return ids;
  }
}
