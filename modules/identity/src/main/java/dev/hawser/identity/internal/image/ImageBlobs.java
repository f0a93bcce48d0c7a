package dev.hawser.identity.internal.image;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bytes of pictures, at {@code images/<organization>/<id of the picture>.<ending>}. */
@Singleton
final class ImageBlobs {
  static final String ROOT = "images/";
  private static final Logger LOG = LoggerFactory.getLogger(ImageBlobs.class);
  private static final ErrorCode UNAVAILABLE = new ErrorCode("identity.storage-unavailable");

  private final BlobStore blobs;

  ImageBlobs(BlobStore blobs) {
    this.blobs = blobs;
  }

  void put(ImageRow row, byte[] bytes) {
    PutOptions options =
        PutOptions.DEFAULT.withContentType(row.mediaType()).withCondition(PutCondition.IF_ABSENT);
    var _ = ask(() -> blobs.put(key(row), BlobSource.of(bytes), options));
  }

  /** Empty when the blob is not there. */
  Optional<byte[]> get(ImageRow row) {
    return ask(
        () -> {
          try (Blob blob = blobs.get(key(row), ByteRange.ALL)) {
            return Optional.of(blob.stream().readNBytes(row.size()));
          } catch (BlobException.NotFound e) {
            return Optional.empty();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Deletes a picture that no row leads to any more; what fails is found by the sweep. */
  void deleteOrphan(ImageRow row) {
    try {
      blobs.delete(key(row));
    } catch (BlobException e) {
      LOG.warn("An image that was replaced is deleted later: {}", e.getMessage());
    }
  }

  static BlobKey key(ImageRow row) {
    String ending = row.mediaType().equals("image/png") ? ".png" : ".jpg";
    return new BlobKey(ROOT + row.organizationId() + "/" + row.id() + ending);
  }

  /** The id in a key; empty for keys that are not ours. */
  static Optional<UUID> id(BlobKey key) {
    String name = key.value().substring(key.value().lastIndexOf('/') + 1);
    int dot = name.indexOf('.');
    try {
      return dot == 36 ? Optional.of(UUID.fromString(name.substring(0, dot))) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (BlobException | UncheckedIOException e) {
      throw new HawserException.Unavailable(
          UNAVAILABLE, "Images cannot be stored or read right now; try again shortly.", e);
    }
  }
}
