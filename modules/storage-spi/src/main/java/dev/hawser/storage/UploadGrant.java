package dev.hawser.storage;

import java.time.Duration;

/**
 * What a signed upload may store.
 *
 * @param contentType the type that the blob gets; the sender must send it
 * @param length the exact number of bytes; the sender must send it
 * @param validity from one second to {@link BlobUrlSigner#MAX_VALIDITY}
 */
public record UploadGrant(String contentType, long length, Duration validity) {
  public UploadGrant {
    PutOptions.checkContentType(contentType);
    if (length < 0) {
      throw new IllegalArgumentException("length must not be negative: " + length);
    }
    DownloadGrant.checkValidity(validity);
  }
}
