package dev.hawser.tasks.internal.removal;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.BlobEntry;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.DeleteReport;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PageToken;
import dev.hawser.tasks.internal.segment.Days;
import dev.hawser.tasks.internal.store.ProjectExecutions;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a project's large values and files, walking through the days that the project has seen. A
 * walk is cut into calls that make a few requests to the store each; where one ends, the next goes
 * on.
 */
@Singleton
final class BlobRemoval {
  private static final int REQUESTS = 20;
  private static final String PAYLOADS = "payloads/";
  private static final String FILES = "files/";
  private static final Pattern PAYLOAD =
      Pattern.compile(
          PAYLOADS + "[^/]+/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/.*");

  private final BlobStore store;
  private final ProjectExecutions executions;
  private final InstantSource clock;

  BlobRemoval(BlobStore store, ProjectExecutions executions, InstantSource clock) {
    this.store = store;
    this.executions = executions;
    this.clock = clock;
  }

  /**
   * What a call did.
   *
   * @param next where the walk goes on; null at its end
   */
  record Walked(int deleted, @Nullable String next) {}

  private interface Area {
    BlobPrefix of(LocalDate day);

    /** Which of the keys go. */
    List<BlobKey> choose(List<BlobKey> keys) throws SQLException;
  }

  /** Large values are named by their execution, and what its project is, the rows know. */
  Walked payloads(ProjectId project, @Nullable String place) throws SQLException {
    return walk(
        project,
        place,
        new Area() {
          @Override
          public BlobPrefix of(LocalDate day) {
            return new BlobPrefix(PAYLOADS + day + "/");
          }

          @Override
          public List<BlobKey> choose(List<BlobKey> keys) throws SQLException {
            Map<BlobKey, UUID> ids = new HashMap<>();
            keys.forEach(key -> execution(key, ids));
            Set<UUID> own = executions.ofProject(project, Set.copyOf(ids.values()));
            return keys.stream().filter(key -> own.contains(ids.get(key))).toList();
          }
        });
  }

  /** Files are named by their project. */
  Walked files(ProjectId project, @Nullable String place) throws SQLException {
    return walk(
        project,
        place,
        new Area() {
          @Override
          public BlobPrefix of(LocalDate day) {
            return new BlobPrefix(FILES + day + "/" + project.value() + "/");
          }

          @Override
          public List<BlobKey> choose(List<BlobKey> keys) {
            return keys;
          }
        });
  }

  private Walked walk(ProjectId project, @Nullable String place, Area area) throws SQLException {
    LocalDate last = Days.of(clock.instant()).plusDays(1);
    LocalDate day = Days.of(project.value()).minusDays(1);
    PageRequest page = PageRequest.first(PageRequest.MAX_LIMIT);
    if (place != null) {
      String[] parts = place.split("/", 2);
      day = LocalDate.parse(parts[0]);
      if (parts.length > 1) {
        page = PageRequest.after(new PageToken(parts[1]), PageRequest.MAX_LIMIT);
      }
    }
    int deleted = 0;
    for (int requests = 0; requests < REQUESTS; requests++) {
      if (day.isAfter(last)) {
        return new Walked(deleted, null);
      }
      BlobPage found = store.list(area.of(day), page);
      List<BlobKey> chosen = area.choose(found.blobs().stream().map(BlobEntry::key).toList());
      deleted += delete(chosen);
      if (found.next().isPresent()) {
        page = PageRequest.after(found.next().get(), PageRequest.MAX_LIMIT);
      } else {
        day = day.plusDays(1);
        page = PageRequest.first(PageRequest.MAX_LIMIT);
      }
    }
    return new Walked(deleted, day + page.token().map(token -> "/" + token.value()).orElse(""));
  }

  private int delete(List<BlobKey> keys) {
    if (keys.isEmpty()) {
      return 0;
    }
    DeleteReport report = store.deleteAll(keys);
    List<BlobException> failures = new ArrayList<>(report.failures().values());
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    return keys.size();
  }

  private static void execution(BlobKey key, Map<BlobKey, UUID> ids) {
    Matcher payload = PAYLOAD.matcher(key.value());
    if (payload.matches()) {
      ids.put(key, UUID.fromString(payload.group(1)));
    }
  }
}
