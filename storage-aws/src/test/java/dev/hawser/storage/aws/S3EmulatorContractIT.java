package dev.hawser.storage.aws;

import dev.hawser.storage.BlobStore;
import dev.hawser.storage.tck.Access;
import dev.hawser.storage.tck.RemoteBlobStoreContract;
import dev.hawser.storage.tck.StoreTraits;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract over HTTP, with the checksums of Amazon S3. */
final class S3EmulatorContractIT extends RemoteBlobStoreContract {
  private static S3Emulator emulator;

  @BeforeAll
  static void start() throws Exception {
    emulator = S3Emulator.start();
  }

  @AfterAll
  static void stop() throws Exception {
    emulator.stop();
  }

  @Override
  protected URI endpoint() {
    return emulator.endpoint();
  }

  @Override
  protected BlobStore openStore(Access access) {
    return S3BlobStore.open(
        S3Emulator.settings(access, S3Checksums.WHEN_SUPPORTED),
        InstantSource.system(),
        Duration.ofMillis(2));
  }

  @Override
  protected StoreTraits traits() {
    return StoreTraits.standard().withDeleteBatch(1_000);
  }
}
