package dev.hawser.tasks.internal.retention;

import dev.hawser.storage.BlobKey;
import dev.hawser.tasks.internal.store.HistoryReferences;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Large values of executions: {@code payloads/<day>/<execution>/<name>}. */
@Singleton
final class PayloadArea implements DayArea {
  private static final int EXECUTION = 2;

  private final HistoryReferences references;

  PayloadArea(HistoryReferences references) {
    this.references = references;
  }

  @Override
  public String name() {
    return "payloads";
  }

  @Override
  public Set<BlobKey> needed(LocalDate day, List<BlobKey> keys) throws SQLException {
    Map<BlobKey, UUID> ids = AreaKeys.ids(keys, EXECUTION);
    ids.values().retainAll(references.unarchived(new HashSet<>(ids.values())));
    return ids.keySet();
  }

  @Override
  public Set<BlobKey> orphans(LocalDate day, List<BlobKey> keys) throws SQLException {
    Map<BlobKey, UUID> ids = AreaKeys.ids(keys, EXECUTION);
    ids.values().removeAll(references.executions(new HashSet<>(ids.values())));
    return ids.keySet();
  }
}
