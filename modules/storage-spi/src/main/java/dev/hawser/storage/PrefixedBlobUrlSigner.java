package dev.hawser.storage;

/**
 * The signer that belongs to a {@link PrefixedBlobStore}: it signs for keys below the prefix only.
 * The prefix is in the address of the requests, so tenants who see them see it.
 */
public final class PrefixedBlobUrlSigner implements BlobUrlSigner {
  private final BlobUrlSigner signer;
  private final BlobPrefix prefix;

  /**
   * @param prefix ends with {@code /}
   * @throws IllegalArgumentException when it does not
   */
  public PrefixedBlobUrlSigner(BlobUrlSigner signer, BlobPrefix prefix) {
    if (!prefix.value().endsWith("/")) {
      throw new IllegalArgumentException("a signer's prefix ends with '/': '" + prefix + "'");
    }
    this.signer = signer;
    this.prefix = prefix;
  }

  @Override
  public SignedRequest signGet(BlobKey key, DownloadGrant grant) {
    return signer.signGet(whole(key), grant);
  }

  @Override
  public SignedRequest signPut(BlobKey key, UploadGrant grant) {
    return signer.signPut(whole(key), grant);
  }

  private BlobKey whole(BlobKey key) {
    return new BlobKey(prefix.value() + key.value());
  }
}
