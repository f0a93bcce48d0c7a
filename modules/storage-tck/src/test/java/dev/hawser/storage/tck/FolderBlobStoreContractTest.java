package dev.hawser.storage.tck;

import dev.hawser.storage.BlobStore;
import dev.hawser.storage.FolderBlobStore;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

final class FolderBlobStoreContractTest extends BlobStoreContract {
  @TempDir Path folder;

  @Override
  protected BlobStore openStore() {
    return FolderBlobStore.open(folder.resolve("store"), InstantSource.system());
  }

  @Override
  protected StoreTraits traits() {
    return StoreTraits.standard();
  }
}
