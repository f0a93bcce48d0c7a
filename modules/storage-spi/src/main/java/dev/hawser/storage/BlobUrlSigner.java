package dev.hawser.storage;

import java.time.Duration;

/**
 * Makes requests that somebody without credentials may send to the store, until they expire. This
 * is another right than reading and writing, so it is another interface; a store whose backend can
 * sign implements both. Signing does no input or output and does not look whether the blob exists.
 * Thread-safe.
 */
public interface BlobUrlSigner {
  /** The longest validity that all clouds accept: seven days. */
  Duration MAX_VALIDITY = Duration.ofDays(7);

  /**
   * A request that downloads the blob, as the file and of the type that the grant says.
   *
   * @throws BlobException.AccessDenied when the store's credentials cannot sign
   */
  SignedRequest signGet(BlobKey key, DownloadGrant grant);

  /**
   * A request that uploads the blob, and only one of the granted content type and length.
   *
   * @throws BlobException.AccessDenied when the store's credentials cannot sign
   */
  SignedRequest signPut(BlobKey key, UploadGrant grant);
}
