package dev.hawser.storage.aws;

/** When requests carry the checksums that Amazon S3 introduced in 2025. */
public enum S3Checksums {
  /** On every upload, in a trailer: what Amazon S3 and recent MinIO take. */
  WHEN_SUPPORTED,

  /**
   * Only where the protocol demands one, then as {@code Content-MD5}, and without chunked bodies:
   * what every service takes that speaks the protocol.
   */
  WHEN_REQUIRED
}
