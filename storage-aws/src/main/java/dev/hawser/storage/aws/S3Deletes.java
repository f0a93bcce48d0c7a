package dev.hawser.storage.aws;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.DeleteReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Deletes blobs, many of them in batches. */
final class S3Deletes {
  /** What S3 takes in one request. */
  private static final int BATCH = 1_000;

  private final S3Bucket bucket;

  S3Deletes(S3Bucket bucket) {
    this.bucket = bucket;
  }

  void delete(BlobKey key) {
    send(
        key,
        client -> client.deleteObject(request -> request.bucket(bucket.name()).key(key.value())));
  }

  DeleteReport deleteAll(Collection<BlobKey> keys) {
    List<BlobKey> distinct = new ArrayList<>(new LinkedHashSet<>(keys));
    Map<BlobKey, BlobException> failures = new HashMap<>();
    for (int from = 0; from < distinct.size(); from += BATCH) {
      deleteBatch(distinct.subList(from, Math.min(from + BATCH, distinct.size())), failures);
    }
    return new DeleteReport(failures);
  }

  private void deleteBatch(List<BlobKey> keys, Map<BlobKey, BlobException> failures) {
    List<ObjectIdentifier> objects =
        keys.stream().map(key -> ObjectIdentifier.builder().key(key.value()).build()).toList();
    try {
      DeleteObjectsResponse answer =
          send(
              keys.size() + " blobs",
              client ->
                  client.deleteObjects(
                      request ->
                          request
                              .bucket(bucket.name())
                              .delete(delete -> delete.objects(objects).quiet(true))));
      for (S3Error error : answer.errors()) {
        BlobKey key = new BlobKey(error.key());
        if (!"NoSuchKey".equals(error.code())) {
          failures.put(key, bucket.classify(S3Action.DELETE, key, exception(error)));
        }
      }
    } catch (BlobException e) {
      keys.forEach(key -> failures.put(key, e));
    }
  }

  private <T> T send(Object subject, Function<S3Client, T> request) {
    try {
      return bucket.send(new Doubt(), request);
    } catch (SdkException e) {
      BlobException meaning = bucket.classify(S3Action.DELETE, subject, e);
      throw S3Errors.mayHaveHappened(e)
          ? new BlobException.OutcomeUnknown(meaning.getMessage() + "; it may be deleted", e)
          : meaning;
    }
  }

  /** The failure of one key, as if it had been the only one of its request. */
  private static S3Exception exception(S3Error error) {
    int status =
        switch (String.valueOf(error.code())) {
          case "AccessDenied" -> 403;
          case "InternalError" -> 500;
          case "SlowDown", "ServiceUnavailable" -> 503;
          default -> 400;
        };
    return (S3Exception)
        S3Exception.builder()
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode(error.code())
                    .errorMessage(error.message())
                    .serviceName("S3")
                    .build())
            .statusCode(status)
            .message(error.message())
            .build();
  }
}
