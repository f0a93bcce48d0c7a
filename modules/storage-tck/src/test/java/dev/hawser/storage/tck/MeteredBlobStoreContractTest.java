package dev.hawser.storage.tck;

import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.storage.MeteredBlobStore;
import dev.hawser.storage.PrefixedBlobStore;
import java.time.InstantSource;

/** Through a prefix, so that several clients can be opened and closed. */
final class MeteredBlobStoreContractTest extends BlobStoreContract {
  private final MemoryBlobStore memory = new MemoryBlobStore(InstantSource.system());

  @Override
  protected BlobStore openStore() {
    return new MeteredBlobStore(
        new PrefixedBlobStore(memory, new BlobPrefix("view/")),
        (operation, outcome, bytes, duration) -> {});
  }

  @Override
  protected StoreTraits traits() {
    return StoreTraits.standard();
  }
}
