package dev.hawser.storage.azure;

import dev.hawser.storage.BlobStore;
import dev.hawser.storage.tck.Access;
import dev.hawser.storage.tck.RemoteBlobStoreContract;
import dev.hawser.storage.tck.StoreTraits;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract against the real service, when the environment says where: {@code
 * HAWSER_TEST_AZURE_<NAME>} is the setting of that name, for example {@code
 * HAWSER_TEST_AZURE_CONTAINER} and {@code HAWSER_TEST_AZURE_CONNECTION_STRING}.
 */
@EnabledIfEnvironmentVariable(named = "HAWSER_TEST_AZURE_CONTAINER", matches = ".+")
final class AzureCloudContractIT extends RemoteBlobStoreContract {
  private static final String PREFIX = "HAWSER_TEST_AZURE_";
  private static final AzureSecret WRONG_KEY = new AzureSecret("bm90IHRoZSBrZXk=");

  @Override
  protected URI endpoint() {
    return settings().endpoint();
  }

  @Override
  protected BlobStore openStore(Access access) {
    AzureSettings settings = settings();
    AzureAccess shown =
        switch (access.credentials()) {
          case VALID -> settings.access();
          case WRONG -> new AzureAccess.AccountKey(settings.access().account(), WRONG_KEY);
        };
    String container =
        switch (access.bucket()) {
          case EXISTING -> settings.container();
          case MISSING -> "nobodys-" + UUID.randomUUID();
        };
    return AzureBlobStore.open(
        new AzureSettings(container, access.endpoint(), shown), InstantSource.system());
  }

  private static AzureSettings settings() {
    Map<String, String> settings = new HashMap<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX)) {
                String setting = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
                settings.put(setting.replace('_', '-'), value);
              }
            });
    return AzureSettings.read(settings);
  }

  @Override
  protected StoreTraits traits() {
    return StoreTraits.standard()
        .withDeleteBatch(256)
        .withUnbound(StoreTraits.Bound.CONTENT_TYPE)
        .withUnbound(StoreTraits.Bound.LENGTH);
  }
}
