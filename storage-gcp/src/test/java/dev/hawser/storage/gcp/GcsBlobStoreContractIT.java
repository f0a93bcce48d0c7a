package dev.hawser.storage.gcp;

import dev.hawser.storage.BlobStore;
import dev.hawser.storage.gcp.fake.FakeGcs;
import dev.hawser.storage.tck.BlobStoreContract;
import dev.hawser.storage.tck.StoreTraits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract over real HTTP against the fake. */
final class GcsBlobStoreContractIT extends BlobStoreContract {
  @TempDir static Path folder;
  private static FakeGcs fake;
  private static Path key;

  @BeforeAll
  static void start() throws IOException {
    fake = FakeGcs.start(Files.createDirectory(folder.resolve("contents")));
    key = Files.writeString(folder.resolve("key.json"), fake.key());
  }

  @AfterAll
  static void stop() {
    fake.close();
  }

  @Override
  protected BlobStore openStore() {
    GcsSettings settings =
        GcsSettings.of(FakeGcs.BUCKET, new GcsCredentials.KeyFile(key)).withEndpoint(fake.uri());
    return GcsBlobStore.open(settings, InstantSource.system());
  }

  @Override
  protected StoreTraits traits() {
    return StoreTraits.standard().withDeleteBatch(GcsDeletes.BATCH);
  }
}
