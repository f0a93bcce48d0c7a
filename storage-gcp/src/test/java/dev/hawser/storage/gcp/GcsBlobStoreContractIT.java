package dev.hawser.storage.gcp;

import dev.hawser.storage.BlobStore;
import dev.hawser.storage.gcp.fake.FakeGcs;
import dev.hawser.storage.tck.Access;
import dev.hawser.storage.tck.RemoteBlobStoreContract;
import dev.hawser.storage.tck.StoreTraits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract over real HTTP against the fake. */
final class GcsBlobStoreContractIT extends RemoteBlobStoreContract {
  @TempDir static Path folder;
  private static FakeGcs fake;
  private static Path key;
  private static Path wrongKey;

  @BeforeAll
  static void start() throws IOException {
    fake = FakeGcs.start(Files.createDirectory(folder.resolve("contents")));
    key = Files.writeString(folder.resolve("key.json"), fake.key());
    wrongKey = Files.writeString(folder.resolve("wrong.json"), fake.wrongKey());
  }

  @AfterAll
  static void stop() {
    fake.close();
  }

  @Override
  protected URI endpoint() {
    return fake.uri();
  }

  @Override
  protected BlobStore openStore(Access access) {
    String bucket =
        switch (access.bucket()) {
          case EXISTING -> FakeGcs.BUCKET;
          case MISSING -> "hawser-of-nobody";
        };
    Path shown =
        switch (access.credentials()) {
          case VALID -> key;
          case WRONG -> wrongKey;
        };
    GcsSettings settings =
        GcsSettings.of(bucket, new GcsCredentials.KeyFile(shown)).withEndpoint(access.endpoint());
    return GcsBlobStore.open(settings, InstantSource.system(), Duration.ofMillis(2));
  }

  @Override
  protected StoreTraits traits() {
    return StoreTraits.standard().withDeleteBatch(GcsDeletes.BATCH);
  }
}
