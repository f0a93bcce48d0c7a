package dev.hawser.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Everything about a blob but its bytes.
 *
 * @param size in bytes
 * @param lastModified when it was put, by the store's clock, to the second or finer. Some moment of
 *     the put: what a put or a get tells may differ from what {@code head} and {@code list} tell by
 *     the time the put took and {@link #DATE_TOLERANCE}. Good for ages, never for conditions; those
 *     take the etag.
 * @param metadata as it was put; see {@link PutOptions} for its limits
 */
public record BlobInfo(
    BlobKey key,
    long size,
    ETag etag,
    Instant lastModified,
    String contentType,
    Map<String, String> metadata) {
  /**
   * By how much two answers about the same blob may differ in its date, if its put took no time.
   */
  public static final Duration DATE_TOLERANCE = Duration.ofSeconds(2);

  public BlobInfo {
    metadata = Map.copyOf(metadata);
  }

  /** What a listing tells about this blob. */
  public BlobEntry entry() {
    return new BlobEntry(key, size, etag, lastModified);
  }
}
