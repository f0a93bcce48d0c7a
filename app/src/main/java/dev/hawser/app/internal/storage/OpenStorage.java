package dev.hawser.app.internal.storage;

import dev.hawser.app.internal.config.StorageType;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.BlobUrlSigner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open store. Who opened it closes it.
 *
 * @param shown where it is, for people: {@code S3 bucket acme-blobs}
 * @param signer null when the store cannot sign
 * @param owned what is closed with it: views do not close what they look at
 */
public record OpenStorage(
    StorageType type,
    String shown,
    BlobStore store,
    @Nullable BlobUrlSigner signer,
    List<BlobStore> owned)
    implements AutoCloseable {
  public OpenStorage {
    owned = List.copyOf(owned);
  }

  /** A store that is its own owner. */
  static OpenStorage of(
      StorageType type, String shown, BlobStore store, @Nullable BlobUrlSigner signer) {
    return new OpenStorage(type, shown, store, signer, List.of(store));
  }

  @Override
  public void close() {
    owned.forEach(BlobStore::close);
  }
}
