package dev.hawser.app.internal.start;

import dev.hawser.app.internal.config.AppSettings;
import dev.hawser.core.config.SettingValues;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.FolderBlobStore;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The blob store that the settings choose. */
@Factory
final class StorageFactory {
  @Singleton
  @Bean(preDestroy = "close")
  BlobStore blobStore(SettingValues settings, InstantSource clock) {
    return switch (settings.get(AppSettings.STORAGE_TYPE)) {
      case FOLDER -> FolderBlobStore.open(AppSettings.storageFolder(settings), clock);
    };
  }
}
