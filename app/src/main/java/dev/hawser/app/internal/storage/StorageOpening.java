package dev.hawser.app.internal.storage;

import dev.hawser.app.internal.config.AppSettings;
import dev.hawser.app.internal.config.StorageSettings;
import dev.hawser.app.internal.config.StorageType;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.time.SystemTime;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.FolderBlobStore;
import java.nio.file.Path;

/** Opens the store that settings choose. Classes of the other kinds are not even loaded. */
public final class StorageOpening {
  private StorageOpening() {}

  /**
   * @throws OperatorError when a setting is missing or the store cannot be opened
   */
  public static OpenStorage open(SettingValues settings) {
    return switch (settings.get(StorageSettings.TYPE)) {
      case FOLDER, S3, AZURE, GCS -> folder(settings);
    };
  }

  private static OpenStorage folder(SettingValues settings) {
    Path folder = AppSettings.storageFolder(settings);
    try {
      return new OpenStorage(
          StorageType.FOLDER,
          "folder " + folder,
          FolderBlobStore.open(folder, SystemTime.SOURCE),
          null);
    } catch (BlobException e) {
      throw new OperatorError(
          "The blob folder " + folder + " cannot be opened: " + e.getMessage(),
          "Check its rights, or choose another folder with " + StorageSettings.FOLDER.key() + ".",
          e);
    }
  }
}
