package dev.hawser.storage;

import java.time.Instant;
import java.util.Map;

/**
 * Everything about a blob but its bytes.
 *
 * @param size in bytes
 * @param lastModified when it was put, by the store's clock, to the second or finer
 * @param metadata as it was put; see {@link PutOptions} for its limits
 */
public record BlobInfo(
    BlobKey key,
    long size,
    ETag etag,
    Instant lastModified,
    String contentType,
    Map<String, String> metadata) {
  public BlobInfo {
    metadata = Map.copyOf(metadata);
  }

  /** What a listing tells about this blob. */
  public BlobEntry entry() {
    return new BlobEntry(key, size, etag, lastModified);
  }
}
