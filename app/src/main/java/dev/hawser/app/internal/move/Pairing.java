package dev.hawser.app.internal.move;

import dev.hawser.storage.BlobEntry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A key and what two stores have under it; one of the two may be missing. */
record Pairing(@Nullable BlobEntry source, @Nullable BlobEntry target) {
  /** Listings may tell whole seconds. */
  private static final Duration GRAIN = Duration.ofSeconds(1);

  /** Whether nothing has to be copied: the target's blob is not older. */
  boolean isCurrent() {
    return source == null
        || (target != null && target.lastModified().plus(GRAIN).isAfter(source.lastModified()));
  }
}
