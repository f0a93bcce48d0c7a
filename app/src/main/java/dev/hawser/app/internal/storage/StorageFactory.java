package dev.hawser.app.internal.storage;

import dev.hawser.storage.BlobStore;
import dev.hawser.storage.MeteredBlobStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The store that the start has opened and proven, for everybody. */
@Factory
final class StorageFactory {
  @Singleton
  @Bean(typed = BlobStore.class)
  BlobStore blobStore(OpenStorage storage, MeterRegistry meters) {
    return new MeteredBlobStore(storage.store(), new MicrometerBlobMetrics(meters));
  }
}
