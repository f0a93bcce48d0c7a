package dev.hawser.app.internal.vault;

import dev.hawser.core.config.SettingValues;
import dev.hawser.identity.VaultSettings;
import dev.hawser.storage.gcp.CloudKmsKeyService;
import dev.hawser.storage.gcp.CloudKmsSettings;
import dev.hawser.storage.gcp.GcsCredentials;
import dev.hawser.vault.KeyService;

/** From settings to a key of Google's Cloud KMS. */
final class GoogleKeyOpening {
  private GoogleKeyOpening() {}

  static KeyService open(SettingValues settings, String key) {
    GcsCredentials credentials =
        settings
            .find(VaultSettings.GOOGLE_CREDENTIALS_FILE)
            .<GcsCredentials>map(GcsCredentials.KeyFile::new)
            .orElseGet(GcsCredentials.ApplicationDefault::new);
    return CloudKmsKeyService.open(
        new CloudKmsSettings(key, settings.find(VaultSettings.GOOGLE_ENDPOINT), credentials));
  }
}
