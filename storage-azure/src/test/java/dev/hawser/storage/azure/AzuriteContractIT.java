package dev.hawser.storage.azure;

import dev.hawser.storage.BlobStore;
import dev.hawser.storage.tck.Access;
import dev.hawser.storage.tck.RemoteBlobStoreContract;
import dev.hawser.storage.tck.StoreTraits;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** The contract over HTTP against Azure's emulator. */
final class AzuriteContractIT extends RemoteBlobStoreContract {
  /** As in production, but for the pauses before faults are tried again. */
  private static final Limits QUICK =
      new Limits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          5,
          Duration.ofMillis(2));

  private static final AzureSecret WRONG_KEY = new AzureSecret("bm90IHRoZSBrZXk=");

  @Override
  protected URI endpoint() {
    return Azurite.shared().endpoint();
  }

  @Override
  protected BlobStore openStore(Access access) {
    AzureSecret key =
        switch (access.credentials()) {
          case VALID -> Azurite.shared().key();
          case WRONG -> WRONG_KEY;
        };
    String container =
        switch (access.bucket()) {
          case EXISTING -> Azurite.CONTAINER;
          case MISSING -> "nobodys";
        };
    return AzureBlobStore.open(
        new AzureSettings(
            container, access.endpoint(), new AzureAccess.AccountKey(Azurite.ACCOUNT, key)),
        InstantSource.system(),
        QUICK,
        HttpClient.newBuilder(),
        Map.of());
  }

  @Override
  protected StoreTraits traits() {
    return StoreTraits.standard()
        .withDeleteBatch(256)
        .withUnbound(StoreTraits.Bound.CONTENT_TYPE)
        .withUnbound(StoreTraits.Bound.LENGTH);
  }
}
