package dev.hawser.tasks.internal.retention;

import dev.hawser.storage.BlobEntry;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.DeleteReport;
import dev.hawser.storage.PageRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Walks through areas and deletes, page by page. Where it stops, the next walk goes on. */
final class AreaSweep {
  private static final Logger LOG = LoggerFactory.getLogger(AreaSweep.class);

  private final BlobStore store;
  private final BooleanSupplier mayGoOn;

  /**
   * @param mayGoOn asked before each page
   */
  AreaSweep(BlobStore store, BooleanSupplier mayGoOn) {
    this.store = store;
    this.mayGoOn = mayGoOn;
  }

  /**
   * What a walk did.
   *
   * @param kept blobs that could have gone but are needed
   * @param failed blobs that the store did not delete
   */
  record Swept(long deleted, long kept, long failed) {
    static final Swept NOTHING = new Swept(0, 0, 0);

    Swept plus(Swept other) {
      return new Swept(deleted + other.deleted, kept + other.kept, failed + other.failed);
    }
  }

  private interface Choice {
    /** Which of the keys of a day go. */
    List<BlobKey> of(LocalDate day, List<BlobKey> keys) throws SQLException;
  }

  /** Deletes what is of days before this one and not needed. */
  Swept expired(DayArea area, LocalDate firstKept) throws SQLException {
    return walk(
        area,
        firstKept,
        Instant.MAX,
        (day, keys) -> {
          Set<BlobKey> needed = area.needed(day, keys);
          return keys.stream().filter(key -> !needed.contains(key)).toList();
        });
  }

  /** Deletes orphans that were put before this moment, from one day to another. */
  Swept orphans(DayArea area, LocalDate firstKept, LocalDate last, Instant putBefore)
      throws SQLException {
    return walk(
        area,
        last.plusDays(1),
        putBefore,
        (day, keys) -> day.isBefore(firstKept) ? List.of() : List.copyOf(area.orphans(day, keys)));
  }

  /** Keys are in the order of their days, so the first one that is too new ends the walk. */
  private Swept walk(DayArea area, LocalDate end, Instant putBefore, Choice choice)
      throws SQLException {
    BlobPrefix prefix = new BlobPrefix(area.name() + "/");
    Swept sum = Swept.NOTHING;
    PageRequest request = PageRequest.first(PageRequest.MAX_LIMIT);
    while (true) {
      if (!mayGoOn.getAsBoolean()) {
        return sum;
      }
      BlobPage page = store.list(prefix, request);
      Map<LocalDate, List<BlobKey>> days = days(page.blobs(), end, putBefore);
      for (Map.Entry<LocalDate, List<BlobKey>> day : days.entrySet()) {
        sum = sum.plus(delete(choice.of(day.getKey(), day.getValue()), day.getValue().size()));
      }
      boolean beyond =
          !page.blobs().isEmpty()
              && AreaKeys.day(page.blobs().getLast().key())
                  .filter(day -> !day.isBefore(end))
                  .isPresent();
      if (beyond || page.next().isEmpty()) {
        return sum;
      }
      request = PageRequest.after(page.next().get(), PageRequest.MAX_LIMIT);
    }
  }

  private static Map<LocalDate, List<BlobKey>> days(
      List<BlobEntry> blobs, LocalDate end, Instant putBefore) {
    Map<LocalDate, List<BlobKey>> days = new LinkedHashMap<>();
    for (BlobEntry blob : blobs) {
      if (blob.lastModified().isBefore(putBefore)) {
        AreaKeys.day(blob.key())
            .filter(day -> day.isBefore(end))
            .ifPresent(day -> days.computeIfAbsent(day, d -> new ArrayList<>()).add(blob.key()));
      }
    }
    return days;
  }

  private Swept delete(List<BlobKey> keys, int of) {
    if (keys.isEmpty()) {
      return new Swept(0, of, 0);
    }
    DeleteReport report = store.deleteAll(keys);
    report.failures().forEach((key, error) -> LOG.debug("{} could not be deleted", key, error));
    int failed = report.failures().size();
    return new Swept(keys.size() - failed, of - keys.size(), failed);
  }
}
