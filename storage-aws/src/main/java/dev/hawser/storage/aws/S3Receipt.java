package dev.hawser.storage.aws;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * What the service says to the request that makes a blob visible.
 *
 * @param date the blob's, when the answer tells it
 */
record S3Receipt(String etag, Optional<Instant> date) {
  /** The service dates a blob while it takes it in, and its answer when that is done. */
  static S3Receipt of(PutObjectResponse answer) {
    return new S3Receipt(
        answer.eTag(),
        answer.sdkHttpResponse().firstMatchingHeader("Date").flatMap(S3Receipt::parsed));
  }

  /**
   * Amazon dates an upload in parts at its begin, others at its end; so this answer tells neither.
   */
  static S3Receipt of(CompleteMultipartUploadResponse answer) {
    return new S3Receipt(answer.eTag(), Optional.empty());
  }

  private static Optional<Instant> parsed(String date) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
