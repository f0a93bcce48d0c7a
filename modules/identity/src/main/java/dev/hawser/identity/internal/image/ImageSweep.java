package dev.hawser.identity.internal.image;

import dev.hawser.core.lock.LeaderDuty;
import dev.hawser.storage.BlobEntry;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PageToken;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes pictures that no row leads to: of processes that died between storing and switching. A
 * name is used once, so what has no row after a day never gets one.
 */
@Singleton
final class ImageSweep implements LeaderDuty {
  private static final Logger LOG = LoggerFactory.getLogger(ImageSweep.class);
  private static final Duration YOUNG = Duration.ofDays(1);
  private static final int PAGE = PageRequest.MAX_LIMIT;

  private final BlobStore blobs;
  private final ImageRepository rows;
  private final InstantSource clock;

  ImageSweep(BlobStore blobs, ImageRepository rows, InstantSource clock) {
    this.blobs = blobs;
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "search for images without an owner";
  }

  @Override
  public Duration every() {
    return Duration.ofHours(24);
  }

  @Override
  public void run(BooleanSupplier leading) {
    Instant old = clock.instant().minus(YOUNG);
    int deleted = 0;
    int failed = 0;
    Optional<PageToken> next = Optional.empty();
    boolean more = true;
    while (more && leading.getAsBoolean()) {
      BlobPage page = blobs.list(new BlobPrefix(ImageBlobs.ROOT), new PageRequest(PAGE, next));
      List<BlobKey> orphans = orphans(page.blobs(), old);
      if (!orphans.isEmpty()) {
        int failures = blobs.deleteAll(orphans).failures().size();
        failed += failures;
        deleted += orphans.size() - failures;
      }
      next = page.next();
      more = next.isPresent();
    }
    if (deleted > 0) {
      LOG.info("{} images without an owner are deleted", deleted);
    }
    if (failed > 0) {
      LOG.warn("{} images without an owner could not be deleted; it is tried again", failed);
    }
  }

  private List<BlobKey> orphans(List<BlobEntry> page, Instant old) {
    Map<UUID, BlobKey> candidates = new HashMap<>();
    for (BlobEntry blob : page) {
      if (blob.lastModified().isBefore(old)) {
        ImageBlobs.id(blob.key()).ifPresent(id -> candidates.put(id, blob.key()));
      }
    }
    if (!candidates.isEmpty()) {
      rows.existing(List.copyOf(candidates.keySet())).forEach(candidates::remove);
    }
    return List.copyOf(candidates.values());
  }
}
