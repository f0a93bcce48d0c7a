package dev.hawser.tasks.internal.retention;

import dev.hawser.storage.BlobKey;
import dev.hawser.tasks.internal.store.HistoryReferences;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Files of workflows: {@code files/<day>/<project>/<file>}. Any execution may have been given a
 * reference to any file of its project, so those of an expired day stay while the project has an
 * execution open that is as old, and none is an orphan before its day expires.
 */
@Singleton
final class FileArea implements DayArea {
  private static final int PROJECT = 2;

  private final HistoryReferences references;

  FileArea(HistoryReferences references) {
    this.references = references;
  }

  @Override
  public String name() {
    return "files";
  }

  @Override
  public Set<BlobKey> needed(LocalDate day, List<BlobKey> keys) throws SQLException {
    Map<BlobKey, UUID> projects = AreaKeys.ids(keys, PROJECT);
    projects.values().retainAll(references.projectsWithOpenUntil(day));
    return projects.keySet();
  }

  @Override
  public Set<BlobKey> orphans(LocalDate day, List<BlobKey> keys) {
    return Set.of();
  }
}
