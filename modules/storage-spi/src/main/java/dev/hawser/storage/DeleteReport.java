package dev.hawser.storage;

import java.util.Map;

/**
 * What became of the keys of {@link BlobStore#deleteAll}.
 *
 * @param failures the keys that may still have a blob, and why; all others have none now
 */
public record DeleteReport(Map<BlobKey, BlobException> failures) {
  public DeleteReport {
    failures = Map.copyOf(failures);
  }

  /** Whether every key is gone. */
  public boolean isComplete() {
    return failures.isEmpty();
  }
}
