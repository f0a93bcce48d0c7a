package dev.hawser.storage.tck;

import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.storage.PrefixedBlobStore;
import java.time.InstantSource;

/** Through a prefix, so that several clients of one store can be opened and closed. */
final class MemoryBlobStoreContractTest extends BlobStoreContract {
  private final MemoryBlobStore memory = new MemoryBlobStore(InstantSource.system());

  @Override
  protected BlobStore openStore() {
    return new PrefixedBlobStore(memory, new BlobPrefix("view/"));
  }

  @Override
  protected StoreTraits traits() {
    return StoreTraits.standard();
  }
}
