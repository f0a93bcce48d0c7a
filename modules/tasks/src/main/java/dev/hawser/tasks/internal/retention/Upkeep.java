package dev.hawser.tasks.internal.retention;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.lock.Leadership;
import dev.hawser.storage.BlobStore;
import dev.hawser.tasks.HistorySettings;
import dev.hawser.tasks.internal.retention.AreaSweep.Swept;
import dev.hawser.tasks.internal.segment.Days;
import dev.hawser.tasks.internal.store.ExpiredRows;
import dev.hawser.tasks.internal.store.HistoryPartitions;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leader's round through the history: partitions, retention, orphans. */
@Singleton
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  /** So many days have their partition before they begin. */
  static final int DAYS_AHEAD = 3;

  /** Whoever put a blob has written down by then that it is needed, or never will. */
  static final Duration SETTLED = Duration.ofHours(24);

  private static final int STRAY_DAYS = 100;
  private static final String ORPHANS = "orphans";

  private final HistoryPartitions partitions;
  private final ExpiredRows expired;
  private final BlobStore store;
  private final List<DayArea> areas;
  private final InstantSource clock;
  private final Duration retention;
  private final Duration orphanCheck;

  Upkeep(
      HistoryPartitions partitions,
      ExpiredRows expired,
      BlobStore store,
      List<DayArea> areas,
      InstantSource clock,
      SettingValues settings) {
    this.partitions = partitions;
    this.expired = expired;
    this.store = store;
    this.areas = List.copyOf(areas);
    this.clock = clock;
    this.retention = settings.get(HistorySettings.RETENTION);
    this.orphanCheck = settings.get(HistorySettings.ORPHAN_CHECK);
  }

  /**
   * Everything that is due.
   *
   * @param mayGoOn whether this replica still leads; asked between pieces
   */
  void round(Leadership leadership, BooleanSupplier mayGoOn) throws SQLException {
    preparePartitions(leadership);
    expire(leadership, mayGoOn);
    Instant now = clock.instant();
    Optional<Instant> last = expired.lastDone(ORPHANS);
    if (last.isEmpty() || !last.get().plus(orphanCheck).isAfter(now)) {
      // Saying so first makes a former leader's late writes void: what it put is an orphan for
      // sure.
      if (expired.done(leadership, ORPHANS, now)) {
        deleteOrphans(mayGoOn);
      }
    }
  }

  /** Today's partition and the next ones, and those of rows that came before theirs was made. */
  void preparePartitions(Leadership leadership) throws SQLException {
    LocalDate today = Days.of(clock.instant());
    for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
      partitions.make(leadership, today.plusDays(ahead));
    }
    LocalDate firstKept = firstKept();
    for (int i = 0; i < STRAY_DAYS; i++) {
      Optional<LocalDate> stray = partitions.firstStray();
      if (stray.isEmpty()
          || stray.get().isBefore(firstKept)
          || !partitions.make(leadership, stray.get())) {
        return;
      }
    }
  }

  /** Deletes what is older than the retention: first what refers to blobs, then the blobs. */
  void expire(Leadership leadership, BooleanSupplier mayGoOn) throws SQLException {
    LocalDate firstKept = firstKept();
    List<LocalDate> dropped = new ArrayList<>();
    for (Optional<LocalDate> day = partitions.dropFirstBefore(leadership, firstKept);
        day.isPresent();
        day = partitions.dropFirstBefore(leadership, firstKept)) {
      dropped.add(day.get());
    }
    long rows = expired.delete(leadership, firstKept, clock.instant().minus(retention));
    if (!dropped.isEmpty() || rows > 0) {
      LOG.info(
          "History before {} has expired: {} days and {} single rows are deleted",
          firstKept,
          dropped.size(),
          rows);
    }
    AreaSweep sweep = new AreaSweep(store, mayGoOn);
    for (DayArea area : areas) {
      Swept swept = sweep.expired(area, firstKept);
      if (swept.deleted() > 0 || swept.failed() > 0) {
        LOG.info(
            "Expired blobs of {}: {} deleted, {} still needed, {} could not be deleted",
            area.name(),
            swept.deleted(),
            swept.kept(),
            swept.failed());
      }
    }
  }

  /** Deletes blobs of days that are kept, when nothing refers to them. */
  void deleteOrphans(BooleanSupplier mayGoOn) throws SQLException {
    Instant now = clock.instant();
    AreaSweep sweep = new AreaSweep(store, mayGoOn);
    for (DayArea area : areas) {
      Swept sum = sweep.orphans(area, firstKept(), Days.of(now), now.minus(SETTLED));
      if (sum.deleted() > 0 || sum.failed() > 0) {
        LOG.info(
            "Blobs of {} that nothing refers to: {} deleted, {} could not be deleted",
            area.name(),
            sum.deleted(),
            sum.failed());
      }
    }
  }

  /** The first day of which not every moment is older than the retention. */
  private LocalDate firstKept() {
    return Days.of(clock.instant().minus(retention));
  }
}
