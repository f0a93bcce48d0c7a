package dev.hawser.core.cache;

import dev.hawser.core.lock.LeaderDuty;
import dev.hawser.storage.BlobEntry;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.DeleteReport;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PageToken;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes cached blobs whose day of expiry is over. Repeating it does no harm. */
@Singleton
@Requires(beans = BlobStore.class)
final class CacheCleanUp implements LeaderDuty {
  private static final Logger LOG = LoggerFactory.getLogger(CacheCleanUp.class);
  private static final int PAGE = PageRequest.MAX_LIMIT;

  private final BlobStore blobs;
  private final InstantSource clock;

  CacheCleanUp(BlobStore blobs, InstantSource clock) {
    this.blobs = blobs;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "clean-up of the cache";
  }

  @Override
  public Duration every() {
    return Duration.ofHours(1);
  }

  @Override
  public void run(BooleanSupplier leading) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    long deleted = 0;
    long failed = 0;
    Optional<PageToken> next = Optional.empty();
    boolean more = true;
    while (more && leading.getAsBoolean()) {
      BlobPage page = blobs.list(new BlobPrefix(OverflowBlobs.ROOT), new PageRequest(PAGE, next));
      // Days sort like their names, so the first one that is not over ends the search.
      List<BlobEntry> old =
          page.blobs().stream().filter(blob -> day(blob).compareTo(today) < 0).toList();
      if (!old.isEmpty()) {
        DeleteReport report = blobs.deleteAll(old.stream().map(BlobEntry::key).toList());
        deleted += old.size() - report.failures().size();
        failed += report.failures().size();
      }
      next = page.next();
      more =
          next.isPresent()
              && page.blobs().stream()
                  .allMatch(blob -> blob.key().value().compareTo(OverflowBlobs.ROOT + today) < 0);
    }
    if (deleted > 0) {
      LOG.info("{} cached blobs of days before {} are deleted", deleted, today);
    }
    if (failed > 0) {
      LOG.warn("{} cached blobs could not be deleted; it is tried again", failed);
    }
  }

  /** The day in a key; for keys that are not ours one that is never over. */
  private static LocalDate day(BlobEntry blob) {
    String rest = blob.key().value().substring(OverflowBlobs.ROOT.length());
    int slash = rest.indexOf('/');
    try {
      return slash < 0 ? LocalDate.MAX : LocalDate.parse(rest.substring(0, slash));
    } catch (DateTimeException e) {
      return LocalDate.MAX;
    }
  }
}
