package dev.hawser.storage.aws;

import java.util.Optional;

/** What the service is asked to encrypt new blobs with. */
public sealed interface S3Encryption {
  /** No request: the bucket's own default applies. */
  record BucketDefault() implements S3Encryption {}

  /** Keys that S3 manages (SSE-S3). */
  record S3Managed() implements S3Encryption {}

  /**
   * A key of the Key Management Service (SSE-KMS).
   *
   * @param keyId its id or ARN; empty means the account's key for S3
   */
  record Kms(Optional<String> keyId) implements S3Encryption {
    public Kms {
      if (keyId.filter(String::isBlank).isPresent()) {
        throw new IllegalArgumentException("hawser.storage.s3.kms-key-id must not be empty");
      }
    }
  }
}
