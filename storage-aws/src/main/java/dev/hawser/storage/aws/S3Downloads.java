package dev.hawser.storage.aws;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.ByteRange;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Opens blobs for reading. */
final class S3Downloads {
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
  private final S3Bucket bucket;
  private final S3Lookup lookup;

  S3Downloads(S3Bucket bucket, S3Lookup lookup) {
    this.bucket = bucket;
    this.lookup = lookup;
  }

  Blob open(BlobKey key, ByteRange range) {
    ResponseInputStream<GetObjectResponse> body;
    try {
      body = request(key, get -> get.range(header(range)));
    } catch (SdkException e) {
      if (S3Errors.code(e).equals("NoSuchKey")) {
        bucket.noteSeen();
        throw new BlobException.NotFound(key);
      }
      if (S3Errors.status(e) == 416) {
        return nothing(key, range);
      }
      throw bucket.classify(S3Action.GET, key, e);
    }
    try {
      return opened(key, range, body);
    } catch (RuntimeException e) {
      body.abort();
      throw e;
    }
  }

  private Blob opened(BlobKey key, ByteRange range, ResponseInputStream<GetObjectResponse> body) {
    GetObjectResponse answer = body.response();
    long size = answer.contentLength();
    if (answer.contentRange() != null) {
      Matcher told = CONTENT_RANGE.matcher(answer.contentRange());
      if (!told.matches() || Long.parseLong(told.group(1)) != range.offset()) {
        throw new BlobException.Rejected(
            "the store gave another range of blob " + key + ": " + answer.contentRange(), null);
      }
      size = Long.parseLong(told.group(3));
    }
    long length = range.lengthIn(size);
    if (answer.contentLength() != length) {
      throw new BlobException.Rejected(
          "the store gave %d bytes of blob %s and not the %d asked for"
              .formatted(answer.contentLength(), key, length),
          null);
    }
    BlobInfo info =
        S3Lookup.info(
            key,
            size,
            answer.eTag(),
            answer.lastModified(),
            answer.contentType(),
            answer.metadata());
    return new Blob(info, length, new S3Body(this, info, range.offset(), length, body));
  }

  /** The range is behind the end, as any range of an empty blob is for S3. */
  private Blob nothing(BlobKey key, ByteRange range) {
    BlobInfo info = lookup.find(key).orElseThrow(() -> new BlobException.NotFound(key)).info();
    long length = range.lengthIn(info.size());
    if (length > 0) {
      throw new BlobException.Unavailable("blob " + key + " was replaced meanwhile", null);
    }
    return new Blob(info, 0, InputStream.nullInputStream());
  }

  /**
   * Goes on reading a blob.
   *
   * @throws SdkException with status 412 or 404 when the key no longer has that version
   */
  ResponseInputStream<GetObjectResponse> reopen(BlobInfo version, long from, long length) {
    ByteRange rest = ByteRange.of(from, length);
    return request(
        version.key(), get -> get.range(header(rest)).ifMatch(S3Lookup.quoted(version.etag())));
  }

  private ResponseInputStream<GetObjectResponse> request(
      BlobKey key, Consumer<GetObjectRequest.Builder> more) {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().bucket(bucket.name()).key(key.value());
    more.accept(request);
    GetObjectRequest built = request.build();
    return bucket.send(new Doubt(), client -> client.getObject(built));
  }

  private static @Nullable String header(ByteRange range) {
    if (range.equals(ByteRange.ALL)) {
      return null;
    }
    String from = "bytes=" + range.offset() + "-";
    if (range.length().isEmpty() || range.length().getAsLong() > Long.MAX_VALUE - range.offset()) {
      return from;
    }
    return from + (range.offset() + range.length().getAsLong() - 1);
  }
}
