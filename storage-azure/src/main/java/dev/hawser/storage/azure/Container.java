package dev.hawser.storage.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.common.Utility;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.ETag;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The container as all operations share it: the vendor's client, and how requests are repeated. */
final class Container {
  /** Not a name that {@link dev.hawser.storage.PutOptions} allows, so it meets no caller's own. */
  static final String WRITE_ID = "hawser_write";

  /** Old enough for every region, sovereign cloud and emulator; nothing newer is used. */
  static final BlobServiceVersion SERVICE_VERSION = BlobServiceVersion.V2024_11_04;

  private static final String UNTYPED = "application/octet-stream";

  private final BlobContainerClient client;
  private final Attempts attempts;
  private final String name;

  Container(BlobContainerClient client, Attempts attempts, String account) {
    this.client = client;
    this.attempts = attempts;
    this.name = "container " + client.getBlobContainerName() + " of account " + account;
  }

  /** A blob, and the id of the put that wrote it when that was one of ours. */
  record Stored(BlobInfo info, Optional<String> writeId) {
    static Stored of(BlobInfo raw) {
      Map<String, String> metadata = new HashMap<>(raw.metadata());
      Optional<String> writeId = Optional.ofNullable(metadata.remove(WRITE_ID));
      return new Stored(
          new BlobInfo(
              raw.key(), raw.size(), raw.etag(), raw.lastModified(), raw.contentType(), metadata),
          writeId);
    }
  }

  BlobContainerClient client() {
    return client;
  }

  BlobClient blob(BlobKey key) {
    return client.getBlobClient(key.value());
  }

  /** Where the blob is; the vendor's client for one blob is costly where only this is wanted. */
  String url(BlobKey key) {
    return client.getBlobContainerUrl() + "/" + Utility.urlEncode(key.value());
  }

  Attempts attempts() {
    return attempts;
  }

  /** What is stored under the key; empty when nothing is. */
  Optional<Stored> head(BlobKey key) {
    try {
      BlobProperties found =
          attempts.run(
              () -> blob(key).getPropertiesWithResponse(null, null, Context.NONE).getValue());
      return Optional.of(
          Stored.of(
              new BlobInfo(
                  key,
                  found.getBlobSize(),
                  etag(found.getETag()),
                  found.getLastModified().toInstant(),
                  type(found.getContentType()),
                  found.getMetadata())));
    } catch (RequestFailure failure) {
      if (isMissingBlob(failure)) {
        return Optional.empty();
      }
      throw AzureErrors.of("look at " + key, this, failure);
    }
  }

  /** A missing container is something else, and has a code of its own. */
  static boolean isMissingBlob(RequestFailure failure) {
    return failure.is(404, "BlobNotFound") || failure.is(404, "");
  }

  static String type(@Nullable String contentType) {
    return contentType == null || contentType.isEmpty() ? UNTYPED : contentType;
  }

  /** Azure writes the same tag with quotes in headers and without them in lists. */
  static ETag etag(String text) {
    boolean quoted = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
    return new ETag(quoted ? text.substring(1, text.length() - 1) : text);
  }

  static String quoted(ETag etag) {
    return '"' + etag.value() + '"';
  }

  /** For messages. */
  @Override
  public String toString() {
    return name;
  }
}
