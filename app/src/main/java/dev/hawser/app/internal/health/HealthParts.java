package dev.hawser.app.internal.health;

import dev.hawser.app.internal.config.PostgresSettings.Module;
import dev.hawser.app.internal.probe.PostgresTarget;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.health.HealthPart;
import dev.hawser.core.redis.RedisStore;
import dev.hawser.identity.VaultKeyset;
import dev.hawser.storage.BlobStore;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** What this process leans on. */
@Factory
final class HealthParts {
  @Singleton
  @Named("postgres.identity")
  @Bean(preDestroy = "close")
  PostgresHealth identity(SettingValues settings) {
    return postgres(Module.IDENTITY, settings);
  }

  @Singleton
  @Named("postgres.workflows")
  @Bean(preDestroy = "close")
  PostgresHealth workflows(SettingValues settings) {
    return postgres(Module.WORKFLOWS, settings);
  }

  @Singleton
  @Named("postgres.tasks")
  @Bean(preDestroy = "close")
  PostgresHealth tasks(SettingValues settings) {
    return postgres(Module.TASKS, settings);
  }

  @Singleton
  @Named("redis.system")
  HealthPart system(@Named("system") RedisStore store) {
    return new RedisHealth("system", store);
  }

  @Singleton
  @Named("redis.cache")
  HealthPart cache(@Named("cache") RedisStore store) {
    return new RedisHealth("cache", store);
  }

  @Singleton
  @Named("redis.queue")
  HealthPart queue(@Named("queue") RedisStore store) {
    return new RedisHealth("queue", store);
  }

  @Singleton
  @Named("storage")
  HealthPart storage(BlobStore store) {
    return new StorageHealth(store);
  }

  @Singleton
  @Named("vault")
  HealthPart vault(VaultKeyset keys) {
    return new VaultHealth(keys);
  }

  private static PostgresHealth postgres(Module module, SettingValues settings) {
    return PostgresTarget.all(settings).stream()
        .filter(target -> target.module() == module)
        .map(PostgresHealth::new)
        .findFirst()
        .orElseThrow();
  }
}
