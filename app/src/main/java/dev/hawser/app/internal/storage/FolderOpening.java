package dev.hawser.app.internal.storage;

import dev.hawser.app.internal.config.AppSettings;
import dev.hawser.app.internal.config.StorageType;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.time.SystemTime;
import dev.hawser.storage.FolderBlobStore;
import java.nio.file.Path;

/** From settings to a store in a folder. */
final class FolderOpening {
  private FolderOpening() {}

  static OpenStorage open(SettingValues settings) {
    Path folder = AppSettings.storageFolder(settings);
    return OpenStorage.of(
        StorageType.FOLDER,
        "folder " + folder,
        FolderBlobStore.open(folder, SystemTime.SOURCE),
        null);
  }
}
