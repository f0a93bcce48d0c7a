package dev.hawser.app.internal.storage;

import dev.hawser.storage.BlobStore;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The store that the start has opened and proven, for everybody. */
@Factory
final class StorageFactory {
  @Singleton
  @Bean(typed = BlobStore.class)
  BlobStore blobStore(OpenStorage storage) {
    return storage.store();
  }
}
