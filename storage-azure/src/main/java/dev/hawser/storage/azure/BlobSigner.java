package dev.hawser.storage.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.sas.SasProtocol;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.DownloadGrant;
import dev.hawser.storage.SignedRequest;
import dev.hawser.storage.UploadGrant;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Makes URLs with a shared access signature for one blob. */
final class BlobSigner {
  private final Container container;
  private final Signature signature;
  private final InstantSource clock;
  private final boolean tls;

  /**
   * @param tls whether the store is reached by https; signed URLs then work by https only
   */
  BlobSigner(Container container, Signature signature, InstantSource clock, boolean tls) {
    this.container = container;
    this.signature = signature;
    this.clock = clock;
    this.tls = tls;
  }

  /** What signs. */
  interface Signature {
    /**
     * The query of a signed URL.
     *
     * @throws BlobException.AccessDenied when the credentials cannot sign
     */
    String sign(BlobClient blob, BlobServiceSasSignatureValues values, Instant expiresAt);
  }

  /** Signs with the key of the account. */
  static String byAccountKey(
      BlobClient blob, BlobServiceSasSignatureValues values, Instant expiresAt) {
    return blob.generateSas(values, Context.NONE);
  }

  /** A SAS token cannot sign; handing it out itself would give away all of its rights. */
  static final class Refusing implements Signature {
    @Override
    public String sign(BlobClient blob, BlobServiceSasSignatureValues values, Instant expiresAt) {
      throw new BlobException.AccessDenied(
          "a SAS token cannot sign URLs; use account-key or identity for that", null);
    }
  }

  SignedRequest signGet(BlobKey key, DownloadGrant grant) {
    Instant expiresAt = end(grant.validity());
    BlobServiceSasSignatureValues values =
        values(expiresAt, new BlobSasPermission().setReadPermission(true));
    grant.contentDisposition().ifPresent(values::setContentDisposition);
    grant.contentType().ifPresent(values::setContentType);
    return sign("GET", key, values, expiresAt, Map.of());
  }

  SignedRequest signPut(BlobKey key, UploadGrant grant) {
    BlobSasPermission permission =
        new BlobSasPermission().setCreatePermission(true).setWritePermission(true);
    Instant expiresAt = end(grant.validity());
    return sign(
        "PUT",
        key,
        values(expiresAt, permission),
        expiresAt,
        Map.of("x-ms-blob-type", "BlockBlob", "Content-Type", grant.contentType()));
  }

  private Instant end(Duration validity) {
    return clock.instant().plus(validity).truncatedTo(ChronoUnit.SECONDS);
  }

  private BlobServiceSasSignatureValues values(Instant expiresAt, BlobSasPermission permission) {
    BlobServiceSasSignatureValues values =
        new BlobServiceSasSignatureValues(
            OffsetDateTime.ofInstant(expiresAt, ZoneOffset.UTC), permission);
    if (tls) {
      values.setProtocol(SasProtocol.HTTPS_ONLY);
    }
    return values;
  }

  private SignedRequest sign(
      String method,
      BlobKey key,
      BlobServiceSasSignatureValues values,
      Instant expiresAt,
      Map<String, String> headers) {
    BlobClient blob = container.blob(key);
    String query = signature.sign(blob, values, expiresAt);
    return new SignedRequest(
        method, URI.create(blob.getBlobUrl() + "?" + query), headers, expiresAt);
  }
}
