package dev.hawser.app.internal.storage;

import dev.hawser.app.internal.config.StorageSettings;
import dev.hawser.app.internal.config.StorageType;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.time.SystemTime;
import dev.hawser.storage.gcp.GcsBlobStore;
import dev.hawser.storage.gcp.GcsCredentials;
import dev.hawser.storage.gcp.GcsSettings;

/** From settings to a store in Google Cloud Storage. */
final class GcsOpening {
  private GcsOpening() {}

  static OpenStorage open(SettingValues settings) {
    String bucket = StorageOpening.require(settings, StorageSettings.GCS_BUCKET);
    GcsCredentials credentials =
        settings
            .find(StorageSettings.GCS_CREDENTIALS_FILE)
            .<GcsCredentials>map(GcsCredentials.KeyFile::new)
            .orElseGet(GcsCredentials.ApplicationDefault::new);
    GcsBlobStore store =
        GcsBlobStore.open(
            new GcsSettings(
                bucket,
                credentials,
                settings.find(StorageSettings.GCS_ENDPOINT),
                settings.find(StorageSettings.GCS_PROJECT),
                GcsSettings.DEFAULT_TIMEOUT),
            SystemTime.SOURCE);
    return OpenStorage.of(StorageType.GCS, "Google Cloud bucket " + bucket, store, store);
  }
}
