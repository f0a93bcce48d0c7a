package dev.hawser.app.internal.storage;

import dev.hawser.app.internal.config.StorageType;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.BlobUrlSigner;
import org.jspecify.annotations.Nullable;

/**
 * An open store. Who opened it closes it.
 *
 * @param shown where it is, for people: {@code S3 bucket acme-blobs}
 * @param signer null when the store cannot sign
 */
public record OpenStorage(
    StorageType type, String shown, BlobStore store, @Nullable BlobUrlSigner signer)
    implements AutoCloseable {
  @Override
  public void close() {
    store.close();
  }
}
