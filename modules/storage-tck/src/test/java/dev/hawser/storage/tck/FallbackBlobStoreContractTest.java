package dev.hawser.storage.tck;

import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.FallbackBlobStore;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.storage.PrefixedBlobStore;
import java.time.InstantSource;

/** Through prefixes, so that several clients can be opened and closed. */
final class FallbackBlobStoreContractTest extends BlobStoreContract {
  private final MemoryBlobStore primary = new MemoryBlobStore(InstantSource.system());
  private final MemoryBlobStore secondary = new MemoryBlobStore(InstantSource.system());

  @Override
  protected BlobStore openStore() {
    return new FallbackBlobStore(
        new PrefixedBlobStore(primary, new BlobPrefix("new/")),
        new PrefixedBlobStore(secondary, new BlobPrefix("old/")));
  }

  @Override
  protected StoreTraits traits() {
    return StoreTraits.standard();
  }
}
