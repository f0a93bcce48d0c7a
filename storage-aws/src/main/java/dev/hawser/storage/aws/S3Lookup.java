package dev.hawser.storage.aws;

import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.ETag;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Looks what is stored under a key. */
final class S3Lookup {
  /** Has characters that names of callers cannot have. */
  static final String WRITE_ID = "hawser-write-id";

  private static final String NO_TYPE = "application/octet-stream";
  private final S3Bucket bucket;

  S3Lookup(S3Bucket bucket) {
    this.bucket = bucket;
  }

  /**
   * What is stored.
   *
   * @param writeId of the put that stored it; empty when another program did
   */
  record Found(BlobInfo info, Optional<String> writeId) {}

  Optional<Found> find(BlobKey key) {
    try {
      return Optional.of(found(key, bucket.send(new Doubt(), client -> head(client, key))));
    } catch (SdkException e) {
      if (S3Errors.status(e) == 404 && bucket.isSeen()) {
        return Optional.empty();
      }
      if (S3Errors.status(e) == 0 || S3Errors.isPassing(e)) {
        throw bucket.classify(S3Action.GET, key, e);
      }
    }
    return findByReading(key);
  }

  /**
   * Answers to HEAD have no body and so do not say what is wrong: the key or the bucket, the
   * credentials or the clock. Those to GET do.
   */
  private Optional<Found> findByReading(BlobKey key) {
    try {
      bucket.send(new Doubt(), client -> readNothing(client, key));
    } catch (SdkException e) {
      if (S3Errors.code(e).equals("NoSuchKey")) {
        bucket.noteSeen();
        return Optional.empty();
      }
      throw bucket.classify(S3Action.GET, key, e);
    }
    try {
      return Optional.of(found(key, bucket.send(new Doubt(), client -> head(client, key))));
    } catch (SdkException e) {
      if (S3Errors.status(e) == 404) {
        return Optional.empty();
      }
      throw bucket.classify(S3Action.GET, key, e);
    }
  }

  private HeadObjectResponse head(S3Client client, BlobKey key) {
    return client.headObject(request -> request.bucket(bucket.name()).key(key.value()));
  }

  private boolean readNothing(S3Client client, BlobKey key) {
    client.getObject(request -> request.bucket(bucket.name()).key(key.value())).abort();
    return true;
  }

  private static Found found(BlobKey key, HeadObjectResponse head) {
    return new Found(
        info(
            key,
            head.contentLength(),
            head.eTag(),
            head.lastModified(),
            head.contentType(),
            head.metadata()),
        Optional.ofNullable(head.metadata().get(WRITE_ID)));
  }

  static BlobInfo info(
      BlobKey key,
      long size,
      String etag,
      Instant lastModified,
      @Nullable String contentType,
      Map<String, String> metadata) {
    Map<String, String> shown = new HashMap<>(metadata);
    shown.remove(WRITE_ID);
    return new BlobInfo(
        key,
        size,
        etag(etag),
        lastModified,
        contentType == null || contentType.isEmpty() ? NO_TYPE : contentType,
        shown);
  }

  static ETag etag(String quoted) {
    boolean quotes = quoted.length() > 2 && quoted.startsWith("\"") && quoted.endsWith("\"");
    return new ETag(quotes ? quoted.substring(1, quoted.length() - 1) : quoted);
  }

  static String quoted(ETag etag) {
    return '"' + etag.value() + '"';
  }
}
