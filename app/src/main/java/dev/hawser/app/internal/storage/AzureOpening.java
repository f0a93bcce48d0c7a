package dev.hawser.app.internal.storage;

import dev.hawser.app.internal.config.StorageSettings;
import dev.hawser.app.internal.config.StorageType;
import dev.hawser.core.config.Secret;
import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.time.SystemTime;
import dev.hawser.storage.azure.AzureBlobStore;
import dev.hawser.storage.azure.AzureSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From settings to a store in Azure. */
final class AzureOpening {
  private static final String PREFIX = "hawser.storage.azure.";
  private static final List<Setting<?>> USED =
      List.of(
          StorageSettings.AZURE_CONTAINER,
          StorageSettings.AZURE_CONNECTION_STRING,
          StorageSettings.AZURE_ACCOUNT_NAME,
          StorageSettings.AZURE_ACCOUNT_KEY,
          StorageSettings.AZURE_SAS_TOKEN,
          StorageSettings.AZURE_IDENTITY,
          StorageSettings.AZURE_CLIENT_ID,
          StorageSettings.AZURE_TENANT_ID,
          StorageSettings.AZURE_TOKEN_FILE,
          StorageSettings.AZURE_ENDPOINT);

  private AzureOpening() {}

  static OpenStorage open(SettingValues settings) {
    String container = StorageOpening.require(settings, StorageSettings.AZURE_CONTAINER);
    Map<String, String> texts = new HashMap<>();
    for (Setting<?> setting : USED) {
      settings
          .find(setting)
          .ifPresent(
              value ->
                  texts.put(
                      setting.key().substring(PREFIX.length()),
                      value instanceof Secret secret ? secret.reveal() : value.toString()));
    }
    AzureSettings read = AzureSettings.read(texts);
    AzureBlobStore store = AzureBlobStore.open(read, SystemTime.SOURCE);
    return OpenStorage.of(
        StorageType.AZURE, "Azure container " + container + " at " + read.endpoint(), store, store);
  }
}
