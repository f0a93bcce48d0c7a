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
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract against the real service: the bucket of {@code HAWSER_TEST_GCS_BUCKET}, the key file
 * of {@code HAWSER_TEST_GCS_KEY} or else the application default credentials.
 */
@EnabledIfEnvironmentVariable(named = "HAWSER_TEST_GCS_BUCKET", matches = ".+")
final class GcsCloudContractIT extends RemoteBlobStoreContract {
  @TempDir static Path folder;
  private static Path wrongKey;

  @BeforeAll
  static void makeWrongKey() throws IOException {
    URI tokenService = URI.create("https://oauth2.googleapis.com/token");
    wrongKey = Files.writeString(folder.resolve("wrong.json"), FakeGcs.newKey(tokenService));
  }

  @Override
  protected URI endpoint() {
    return GcsClient.GOOGLE;
  }

  @Override
  protected BlobStore openStore(Access access) {
    String existing = System.getenv("HAWSER_TEST_GCS_BUCKET");
    String bucket =
        switch (access.bucket()) {
          case EXISTING -> existing;
          case MISSING -> existing + "-that-nobody-has";
        };
    String key = System.getenv("HAWSER_TEST_GCS_KEY");
    GcsCredentials valid =
        key == null
            ? new GcsCredentials.ApplicationDefault()
            : new GcsCredentials.KeyFile(Path.of(key));
    GcsCredentials credentials =
        switch (access.credentials()) {
          case VALID -> valid;
          case WRONG -> new GcsCredentials.KeyFile(wrongKey);
        };
    return GcsBlobStore.open(GcsSettings.of(bucket, credentials), InstantSource.system());
  }

  @Override
  protected StoreTraits traits() {
    return StoreTraits.standard().withDeleteBatch(GcsDeletes.BATCH);
  }
}
