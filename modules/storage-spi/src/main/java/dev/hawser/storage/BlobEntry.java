package dev.hawser.storage;

import java.time.Instant;

/**
 * A line of a listing: what every store knows without asking for each blob. {@link BlobStore#head}
 * tells the rest.
 *
 * @param size in bytes
 * @param lastModified when it was put, by the store's clock, to the second or finer
 */
public record BlobEntry(BlobKey key, long size, ETag etag, Instant lastModified) {}
