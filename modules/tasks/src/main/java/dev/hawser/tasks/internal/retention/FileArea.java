package dev.hawser.tasks.internal.retention;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.BlobKey;
import dev.hawser.tasks.internal.store.HistoryReferences;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Files of workflows: {@code files/<day>/<project>/<file>}. */
@Singleton
final class FileArea implements DayArea {
  private static final int PROJECT = 2;
  private static final int FILE = 3;

  private final HistoryReferences references;
  private final Optional<FileReferences> files;

  FileArea(HistoryReferences references, Optional<FileReferences> files) {
    this.references = references;
    this.files = files;
  }

  @Override
  public String name() {
    return "files";
  }

  @Override
  public Set<BlobKey> needed(LocalDate day, List<BlobKey> keys) throws SQLException {
    if (files.isPresent()) {
      return referred(files.get(), day, keys);
    }
    Map<BlobKey, UUID> projects = AreaKeys.ids(keys, PROJECT);
    projects.values().retainAll(references.projectsWithOpenUntil(day));
    return projects.keySet();
  }

  @Override
  public Set<BlobKey> orphans(LocalDate day, List<BlobKey> keys) throws SQLException {
    if (files.isEmpty()) {
      return Set.of();
    }
    Set<BlobKey> orphans = new HashSet<>(AreaKeys.ids(keys, FILE).keySet());
    orphans.removeAll(referred(files.get(), day, keys));
    return orphans;
  }

  private static Set<BlobKey> referred(FileReferences files, LocalDate day, List<BlobKey> keys)
      throws SQLException {
    Map<BlobKey, UUID> ids = AreaKeys.ids(keys, FILE);
    Map<UUID, Set<UUID>> byProject = new HashMap<>();
    AreaKeys.ids(keys, PROJECT)
        .forEach(
            (key, project) -> {
              UUID file = ids.get(key);
              if (file != null) {
                byProject.computeIfAbsent(project, same -> new HashSet<>()).add(file);
              }
            });
    Set<UUID> referred = new HashSet<>();
    for (Map.Entry<UUID, Set<UUID>> each : byProject.entrySet()) {
      referred.addAll(files.referred(new ProjectId(each.getKey()), day, each.getValue()));
    }
    ids.values().retainAll(referred);
    return ids.keySet();
  }
}
