package dev.hawser.tasks.internal.retention;

import dev.hawser.storage.BlobKey;
import dev.hawser.tasks.internal.segment.SegmentKeys;
import dev.hawser.tasks.internal.store.HistoryReferences;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Segments: {@code executions/<day>/<segment>}. */
@Singleton
final class SegmentArea implements DayArea {
  private static final int SEGMENT = 2;

  private final HistoryReferences references;

  SegmentArea(HistoryReferences references) {
    this.references = references;
  }

  @Override
  public String name() {
    return SegmentKeys.AREA;
  }

  /** None: all that is in a segment has ended. */
  @Override
  public Set<BlobKey> needed(LocalDate day, List<BlobKey> keys) {
    return Set.of();
  }

  @Override
  public Set<BlobKey> orphans(LocalDate day, List<BlobKey> keys) throws SQLException {
    Map<BlobKey, UUID> ids = AreaKeys.ids(keys, SEGMENT);
    Set<UUID> referred = references.segments(new HashSet<>(ids.values()));
    ids.values().removeAll(referred);
    return ids.keySet();
  }
}
