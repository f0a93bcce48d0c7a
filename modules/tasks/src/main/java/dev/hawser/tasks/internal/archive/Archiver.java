package dev.hawser.tasks.internal.archive;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.lock.Leadership;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import dev.hawser.tasks.HistorySettings;
import dev.hawser.tasks.internal.segment.Days;
import dev.hawser.tasks.internal.segment.SegmentEntry;
import dev.hawser.tasks.internal.segment.SegmentKeys;
import dev.hawser.tasks.internal.segment.SegmentWriter;
import dev.hawser.tasks.internal.segment.SegmentWriter.Segment;
import dev.hawser.tasks.internal.store.EndedExecutions;
import dev.hawser.tasks.internal.store.EndedExecutions.Backlog;
import dev.hawser.tasks.internal.store.EndedExecutions.Stored;
import dev.hawser.tasks.internal.store.EndedExecutions.Waiting;
import dev.hawser.tasks.internal.store.HistoryPartitions;
import dev.hawser.tasks.internal.store.Pace;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs what has ended, one segment at a time. The segment is put first, and then one transaction
 * makes it history; whoever dies in between leaves a segment that nobody refers to, and the
 * executions where they were.
 *
 * <p>Takes an execution only into a segment of its own day, so that days can be deleted. Of several
 * days the largest goes first, and the others when the oldest execution has waited long enough.
 */
@Singleton
public final class Archiver {
  private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);

  /**
   * What is worth a segment. Twice as much is packed half as often, and running work waits twice as
   * long.
   */
  static final int WORTH_ROWS = 1_000;

  static final long WORTH_BYTES = 8 << 20;

  /** What a segment takes at most, except that it takes one execution of any size. */
  static final int MAX_ROWS = 4_000;

  static final long MAX_BYTES = 8 << 20;

  private static final PutOptions NEW = PutOptions.DEFAULT.withCondition(PutCondition.IF_ABSENT);

  private final EndedExecutions ended;
  private final HistoryPartitions partitions;
  private final BlobStore store;
  private final ArchiveMetrics metrics;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final Duration archiveAfter;
  private final Duration retention;

  public Archiver(
      EndedExecutions ended,
      HistoryPartitions partitions,
      BlobStore store,
      ArchiveMetrics metrics,
      Uuid7 ids,
      InstantSource clock,
      SettingValues settings) {
    this.ended = ended;
    this.partitions = partitions;
    this.store = store;
    this.metrics = metrics;
    this.ids = ids;
    this.clock = clock;
    this.archiveAfter = settings.get(HistorySettings.ARCHIVE_AFTER);
    this.retention = settings.get(HistorySettings.RETENTION);
  }

  /**
   * Writes one segment if enough waits or something waited long enough.
   *
   * @param wanted kept as long as no more waits than a segment takes
   * @return whether it did; there may be more then
   */
  public boolean archiveSome(Leadership leadership, Pace wanted) throws SQLException {
    Instant now = clock.instant();
    // What is of an expired day stays where it is until retention takes it.
    UUID from = Days.firstId(Days.of(now.minus(retention)));
    Backlog backlog = ended.backlog(from, WORTH_ROWS);
    metrics.waiting(backlog);
    Instant oldest = backlog.oldest();
    boolean due = oldest != null && !oldest.plus(archiveAfter).isAfter(now);
    if (!due && backlog.rows() < WORTH_ROWS && backlog.bytes() < WORTH_BYTES) {
      return false;
    }
    Pace pace = backlog.rows() <= MAX_ROWS ? wanted : Pace.FULL;
    List<Waiting> batch = batch(ended.oldest(from, MAX_ROWS), due);
    List<SegmentEntry> entries = batch.isEmpty() ? List.of() : ended.load(batch, pace);
    if (entries.isEmpty()) {
      return false;
    }
    write(leadership, Days.of(entries.getFirst().id().value()), entries, pace);
    return true;
  }

  /** Executions of one day that fit into a segment. */
  static List<Waiting> batch(List<Waiting> waiting, boolean oldestFirst) {
    if (waiting.isEmpty()) {
      return List.of();
    }
    Map<LocalDate, List<Waiting>> days =
        waiting.stream().collect(Collectors.groupingBy(each -> Days.of(each.id().value())));
    Comparator<List<Waiting>> order =
        oldestFirst
            ? Comparator.<List<Waiting>, Instant>comparing(
                    day -> day.stream().map(Waiting::endedAt).min(Instant::compareTo).orElseThrow())
                .reversed()
            : Comparator.comparingInt(List::size);
    List<Waiting> day = days.values().stream().max(order).orElseThrow();
    List<Waiting> batch = new ArrayList<>();
    long bytes = 0;
    for (Waiting next : day) {
      bytes += next.size();
      if (!batch.isEmpty() && (bytes > MAX_BYTES || batch.size() == MAX_ROWS)) {
        break;
      }
      batch.add(next);
    }
    return batch;
  }

  private void write(Leadership leadership, LocalDate day, List<SegmentEntry> entries, Pace pace)
      throws SQLException {
    try {
      partitions.make(leadership, day);
    } catch (SQLException e) {
      LOG.debug("{} has no partition for now; its rows go to the default one", day, e);
    }
    Segment packed = pack(entries, pace);
    UUID id = ids.next();
    BlobKey key = SegmentKeys.of(day, id);
    long size = store.put(key, BlobSource.of(packed.bytes()), NEW).size();
    int moved =
        ended.move(
            leadership, new Stored(id, day, size, clock.instant(), entries, packed.places()), pace);
    if (moved == 0) {
      discard(key);
    } else {
      metrics.wrote(moved, size);
      LOG.debug("Archived {} executions of {} in {} bytes: {}", moved, day, size, key);
    }
  }

  private static Segment pack(List<SegmentEntry> entries, Pace pace) {
    try (SegmentWriter writer = new SegmentWriter()) {
      for (int added = 1; added <= entries.size(); added++) {
        writer.add(entries.get(added - 1));
        if (added % Pace.PIECE == 0) {
          pace.pause();
        }
      }
      return writer.finish();
    }
  }

  /** A segment that nothing refers to; if this fails the search for orphans finds it. */
  private void discard(BlobKey key) {
    try {
      store.delete(key);
    } catch (BlobException e) {
      LOG.debug("{} is not needed and could not be deleted", key, e);
    }
  }
}
