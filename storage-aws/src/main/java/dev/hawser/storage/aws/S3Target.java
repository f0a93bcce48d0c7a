package dev.hawser.storage.aws;

import dev.hawser.storage.BlobKey;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * What one put is to store, as the requests of the SDK say it.
 *
 * @param writeId tells this put from all others
 */
record S3Target(
    String bucket, BlobKey key, PutOptions options, S3Encryption encryption, String writeId) {

  PutObjectRequest put(long length) {
    return PutObjectRequest.builder()
        .bucket(bucket)
        .key(key.value())
        .contentLength(length)
        .contentType(options.contentType())
        .metadata(metadata())
        .serverSideEncryption(algorithm(encryption))
        .ssekmsKeyId(kmsKey(encryption))
        .ifNoneMatch(ifNoneMatch())
        .ifMatch(ifMatch())
        .build();
  }

  CreateMultipartUploadRequest create() {
    return CreateMultipartUploadRequest.builder()
        .bucket(bucket)
        .key(key.value())
        .contentType(options.contentType())
        .metadata(metadata())
        .serverSideEncryption(algorithm(encryption))
        .ssekmsKeyId(kmsKey(encryption))
        .build();
  }

  CompleteMultipartUploadRequest.Builder complete() {
    return CompleteMultipartUploadRequest.builder()
        .bucket(bucket)
        .key(key.value())
        .ifNoneMatch(ifNoneMatch())
        .ifMatch(ifMatch());
  }

  boolean isOurs(S3Lookup.Found found) {
    return found.writeId().filter(writeId::equals).isPresent();
  }

  private Map<String, String> metadata() {
    Map<String, String> all = new HashMap<>(options.metadata());
    all.put(S3Lookup.WRITE_ID, writeId);
    return all;
  }

  private @Nullable String ifNoneMatch() {
    return options.condition() instanceof PutCondition.IfAbsent ? "*" : null;
  }

  private @Nullable String ifMatch() {
    return options.condition() instanceof PutCondition.IfMatch(var etag)
        ? S3Lookup.quoted(etag)
        : null;
  }

  static @Nullable ServerSideEncryption algorithm(S3Encryption encryption) {
    return switch (encryption) {
      case S3Encryption.BucketDefault() -> null;
      case S3Encryption.S3Managed() -> ServerSideEncryption.AES256;
      case S3Encryption.Kms kms -> ServerSideEncryption.AWS_KMS;
    };
  }

  static @Nullable String kmsKey(S3Encryption encryption) {
    return encryption instanceof S3Encryption.Kms(var keyId) ? keyId.orElse(null) : null;
  }
}
