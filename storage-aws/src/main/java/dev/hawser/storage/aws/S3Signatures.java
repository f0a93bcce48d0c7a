package dev.hawser.storage.aws;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.DownloadGrant;
import dev.hawser.storage.SignedRequest;
import dev.hawser.storage.UploadGrant;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.presigner.PresignedRequest;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Signs requests, without sending any. */
final class S3Signatures {
  /** What every client sends by itself; browsers do not even let a program set it. */
  private static final Set<String> BY_CLIENT = Set.of("host", "content-length");

  private final S3Bucket bucket;
  private final S3Connection connection;
  private final S3Encryption encryption;

  S3Signatures(S3Bucket bucket, S3Connection connection, S3Encryption encryption) {
    this.bucket = bucket;
    this.connection = connection;
    this.encryption = encryption;
  }

  SignedRequest get(BlobKey key, DownloadGrant grant) {
    GetObjectRequest get =
        GetObjectRequest.builder()
            .bucket(bucket.name())
            .key(key.value())
            .responseContentDisposition(grant.contentDisposition().orElse(null))
            .responseContentType(grant.contentType().orElse(null))
            .build();
    return sign(
        key,
        () ->
            connection
                .presigner()
                .presignGetObject(
                    presign -> presign.signatureDuration(grant.validity()).getObjectRequest(get)));
  }

  SignedRequest put(BlobKey key, UploadGrant grant) {
    PutObjectRequest put =
        PutObjectRequest.builder()
            .bucket(bucket.name())
            .key(key.value())
            .contentType(grant.contentType())
            .contentLength(grant.length())
            .serverSideEncryption(S3Target.algorithm(encryption))
            .ssekmsKeyId(S3Target.kmsKey(encryption))
            .build();
    return sign(
        key,
        () ->
            connection
                .presigner()
                .presignPutObject(
                    presign -> presign.signatureDuration(grant.validity()).putObjectRequest(put)));
  }

  private SignedRequest sign(BlobKey key, Supplier<? extends PresignedRequest> signing) {
    PresignedRequest signed;
    Instant expires;
    try {
      signed = signing.get();
      expires = expires(signed);
    } catch (SdkException e) {
      BlobException meaning = bucket.classify(S3Action.SIGN, key, e);
      throw meaning instanceof BlobException.AccessDenied
          ? meaning
          : new BlobException.AccessDenied(String.valueOf(meaning.getMessage()), e);
    }
    Map<String, String> headers = new HashMap<>();
    signed
        .signedHeaders()
        .forEach(
            (name, values) -> {
              if (!BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, String.join(",", values));
              }
            });
    return new SignedRequest(
        signed.httpRequest().method().name(),
        URI.create(signed.url().toString()),
        headers,
        expires);
  }

  /** Temporary credentials may end before the signature would. */
  private Instant expires(PresignedRequest signed) {
    Instant signature = signed.expiration();
    return connection
        .credentials()
        .resolveCredentials()
        .expirationTime()
        .filter(end -> end.isBefore(signature))
        .orElse(signature);
  }
}
