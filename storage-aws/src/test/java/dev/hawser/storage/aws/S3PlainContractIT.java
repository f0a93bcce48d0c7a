package dev.hawser.storage.aws;

import dev.hawser.storage.BlobStore;
import dev.hawser.storage.tck.Access;
import dev.hawser.storage.tck.BlobStoreContract;
import dev.hawser.storage.tck.StoreTraits;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract over HTTP, without checksums and chunks, as for compatible services. */
final class S3PlainContractIT extends BlobStoreContract {
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
  protected BlobStore openStore() {
    Access access =
        new Access(emulator.endpoint(), Access.Credentials.VALID, Access.Bucket.EXISTING);
    return S3BlobStore.open(
        S3Emulator.settings(access, S3Checksums.WHEN_REQUIRED),
        InstantSource.system(),
        Duration.ofMillis(2));
  }

  @Override
  protected StoreTraits traits() {
    return StoreTraits.standard().withDeleteBatch(1_000);
  }
}
