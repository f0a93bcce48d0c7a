package dev.hawser.core.cache;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.redis.RedisStore;
import dev.hawser.storage.BlobStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** The cache as a bean, for processes that have a blob store. */
@Factory
final class CacheFactory {
  @Singleton
  SharedCache sharedCache(
      @Named("cache") RedisStore redis,
      BlobStore blobs,
      SettingValues settings,
      InstantSource clock,
      Optional<MeterRegistry> registry) {
    return new SharedCache(
        new RedisEntries(redis, clock),
        new OverflowBlobs(blobs, clock),
        new CacheMetrics(registry.orElseGet(SimpleMeterRegistry::new)),
        clock,
        settings.get(CacheSettings.OVERFLOW_ABOVE));
  }
}
