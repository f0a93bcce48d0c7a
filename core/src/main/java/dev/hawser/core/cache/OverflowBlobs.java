package dev.hawser.core.cache;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PutOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values that are too large for Redis, at {@code cache/<day of expiry>/<name>}. A name is never
 * used twice, so a marker leads to its own bytes or to none.
 */
final class OverflowBlobs {
  static final String ROOT = "cache/";

  private final BlobStore blobs;
  private final Availability availability;

  OverflowBlobs(BlobStore blobs, InstantSource clock) {
    this.blobs = blobs;
    this.availability = new Availability("The blob store (cache)", clock);
  }

  /** Stores a value; empty when that is not possible now. */
  Optional<Entry.Overflow> put(byte[] value, Instant expiresAt) {
    LocalDate day = LocalDate.ofInstant(expiresAt, ZoneOffset.UTC);
    BlobKey key = new BlobKey(ROOT + day + "/" + UUID.randomUUID());
    return availability.ask(
        () -> {
          blobs.put(key, BlobSource.of(value), PutOptions.DEFAULT);
          return new Entry.Overflow(expiresAt, key, value.length);
        });
  }

  /** Empty when the blob is gone, is not whole, or cannot be read now. */
  Optional<byte[]> get(Entry.Overflow marker) {
    return availability.ask(() -> read(marker));
  }

  /** Deletes a blob if that is possible now; else its day takes it away. */
  void delete(Entry.Overflow marker) {
    var _ =
        availability.ask(
            () -> {
              blobs.delete(marker.blob());
              return marker;
            });
  }

  private byte @Nullable [] read(Entry.Overflow marker) {
    try (Blob blob = blobs.get(marker.blob(), ByteRange.ALL)) {
      if (blob.length() != marker.size()) {
        return null;
      }
      byte[] value = blob.stream().readNBytes(marker.size());
      return value.length == marker.size() ? value : null;
    } catch (BlobException.NotFound | BlobException.Rejected e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
