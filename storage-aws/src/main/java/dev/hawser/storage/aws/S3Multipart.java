package dev.hawser.storage.aws;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobStore;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * One upload in parts. Closing it removes the parts unless it was completed; those of a process
 * that died remain until the bucket's lifecycle rule removes them.
 */
final class S3Multipart implements AutoCloseable {
  private static final int MAX_PARTS = 10_000;
  private static final int IN_FLIGHT = 2;

  private final S3Bucket bucket;
  private final S3Target target;
  private final String id;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<Sending> inFlight = new ArrayDeque<>();
  private final List<CompletedPart> sent = new ArrayList<>();
  private boolean completed;

  /** A part on its way and the array that it needs until it has arrived. */
  private record Sending(Future<CompletedPart> part, byte[] bytes) {}

  private S3Multipart(S3Bucket bucket, S3Target target, String id) {
    this.bucket = bucket;
    this.target = target;
    this.id = id;
  }

  /**
   * @throws BlobException.Rejected when S3 has not enough parts for so many bytes
   */
  static void checkSize(BlobKey key, OptionalLong length) {
    if (length.orElse(0) > (long) MAX_PARTS * BlobStore.PART_SIZE) {
      throw tooLarge(key);
    }
  }

  static S3Multipart begin(S3Bucket bucket, S3Target target) {
    String id =
        bucket.call(
            S3Action.PUT,
            target.key(),
            client -> client.createMultipartUpload(target.create()).uploadId());
    return new S3Multipart(bucket, target, id);
  }

  /**
   * Sends all parts.
   *
   * @return the request that completes the upload
   */
  Function<S3Client, S3Receipt> send(SourceParts.Part first, SourceParts source) {
    SourceParts.Part part = first;
    byte[] spare = null;
    for (int number = 1; ; number++) {
      if (number > MAX_PARTS) {
        throw tooLarge(target.key());
      }
      if (inFlight.size() == IN_FLIGHT) {
        spare = awaitOldest();
      }
      inFlight.addLast(start(number, part));
      if (part.last()) {
        break;
      }
      part = source.next(spare);
      spare = null;
    }
    while (!inFlight.isEmpty()) {
      awaitOldest();
    }
    CompleteMultipartUploadRequest request =
        target.complete().uploadId(id).multipartUpload(upload -> upload.parts(sent)).build();
    return client -> S3Receipt.of(client.completeMultipartUpload(request));
  }

  private Sending start(int number, SourceParts.Part part) {
    UploadPartRequest request =
        UploadPartRequest.builder()
            .bucket(bucket.name())
            .key(target.key().value())
            .uploadId(id)
            .partNumber(number)
            .contentLength((long) part.length())
            .build();
    RequestBody body =
        RequestBody.fromContentProvider(
            () -> new ByteArrayInputStream(part.bytes(), 0, part.length()),
            part.length(),
            target.options().contentType());
    return new Sending(
        threads.submit(
            () -> {
              UploadPartResponse answer =
                  bucket.call(
                      S3Action.PUT, target.key(), client -> client.uploadPart(request, body));
              return CompletedPart.builder()
                  .partNumber(number)
                  .eTag(answer.eTag())
                  .checksumCRC32(answer.checksumCRC32())
                  .build();
            }),
        part.bytes());
  }

  /** The array that is free now. */
  private byte[] awaitOldest() {
    Sending oldest = inFlight.removeFirst();
    try {
      sent.add(oldest.part().get());
      return oldest.bytes();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BlobException.Unavailable("cannot put " + target.key() + ": interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static BlobException.Rejected tooLarge(BlobKey key) {
    return new BlobException.Rejected(
        "blob "
            + key
            + " is larger than %d parts of %d bytes".formatted(MAX_PARTS, BlobStore.PART_SIZE),
        null);
  }

  void completed() {
    completed = true;
  }

  @Override
  public void close() {
    threads.shutdownNow(); // a part that arrives after the upload was aborted would stay
    threads.close();
    if (!completed) {
      S3Bucket.uninterrupted(this::abort);
    }
  }

  private boolean abort() {
    try {
      bucket.send(
          new Doubt(),
          client ->
              client.abortMultipartUpload(
                  request -> request.bucket(bucket.name()).key(target.key().value()).uploadId(id)));
    } catch (SdkException e) {
      if (S3Errors.status(e) != 404) {
        throw bucket.classify(S3Action.ABORT, target.key(), e);
      }
    }
    return true;
  }
}
