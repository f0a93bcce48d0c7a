package dev.hawser.app.internal.vault;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.time.SystemTime;
import dev.hawser.identity.VaultSettings;
import dev.hawser.storage.azure.AzureIdentity;
import dev.hawser.storage.azure.KeyVaultKeyService;
import dev.hawser.storage.azure.KeyVaultSettings;
import dev.hawser.vault.KeyService;

/** From settings to a key of Azure Key Vault. */
final class AzureKeyOpening {
  private AzureKeyOpening() {}

  static KeyService open(SettingValues settings, String key) {
    AzureIdentity identity =
        switch (settings.get(VaultSettings.AZURE_IDENTITY)) {
          case MANAGED -> new AzureIdentity.Managed(settings.find(VaultSettings.AZURE_CLIENT_ID));
          case WORKLOAD ->
              new AzureIdentity.Workload(
                  settings.find(VaultSettings.AZURE_TENANT_ID),
                  settings.find(VaultSettings.AZURE_CLIENT_ID),
                  settings.find(VaultSettings.AZURE_TOKEN_FILE));
        };
    return KeyVaultKeyService.open(
        new KeyVaultSettings(key, identity), SystemTime.SOURCE, System.getenv());
  }
}
