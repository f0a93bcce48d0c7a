package dev.hawser.storage.gcp;

import com.google.api.services.storage.model.StorageObject;
import dev.hawser.storage.BlobEntry;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.ETag;
import dev.hawser.storage.PutOptions;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Blobs as Google describes them. The generation is the etag: it changes with each put, and only
 * then.
 */
final class GcsObjects {
  /** Name of the metadata that tells our own put from another's; the hyphen keeps it apart. */
  static final String WRITE_ID = "hawser-write-id";

  static final String FIELDS = "name,generation,size,timeCreated,contentType,metadata,crc32c";
  static final String LIST_FIELDS = "items(name,generation,size,timeCreated),nextPageToken";

  private GcsObjects() {}

  static StorageObject toPut(BlobKey key, PutOptions options, String writeId) {
    Map<String, String> metadata = new HashMap<>(options.metadata());
    metadata.put(WRITE_ID, writeId);
    return new StorageObject()
        .setName(key.value())
        .setContentType(options.contentType())
        .setMetadata(metadata);
  }

  static boolean isOf(StorageObject object, String writeId) {
    return object.getMetadata() != null && writeId.equals(object.getMetadata().get(WRITE_ID));
  }

  static BlobInfo info(BlobKey key, StorageObject object) {
    Map<String, String> metadata =
        new HashMap<>(Optional.ofNullable(object.getMetadata()).orElse(Map.of()));
    metadata.remove(WRITE_ID);
    return new BlobInfo(
        key,
        object.getSize().longValueExact(),
        etag(object),
        putAt(object),
        Optional.ofNullable(object.getContentType()).orElse("application/octet-stream"),
        metadata);
  }

  static BlobEntry entry(BlobKey key, StorageObject object) {
    return new BlobEntry(key, object.getSize().longValueExact(), etag(object), putAt(object));
  }

  /** As Google writes checksums: the four bytes, the highest first, in base 64. */
  static String crc32c(long value) {
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(4).putInt((int) value).array());
  }

  private static ETag etag(StorageObject object) {
    return new ETag(Long.toString(object.getGeneration()));
  }

  private static Instant putAt(StorageObject object) {
    return Instant.ofEpochMilli(object.getTimeCreated().getValue());
  }
}
