package dev.hawser.core.redis;

import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** The three stores as beans named {@code system}, {@code cache} and {@code queue}. */
@Factory
final class RedisFactory {
  @Singleton
  @Bean(preDestroy = "shutdown")
  ClientResources redisResources() {
    return DefaultClientResources.builder()
        .ioThreadPoolSize(2)
        .computationThreadPoolSize(2)
        .build();
  }

  @Singleton
  @Named("system")
  @Bean(preDestroy = "close")
  RedisStore system(SettingValues settings, ClientResources resources) {
    return store(RedisSettings.SYSTEM_URL, settings, resources);
  }

  @Singleton
  @Named("cache")
  @Bean(preDestroy = "close")
  RedisStore cache(SettingValues settings, ClientResources resources) {
    return store(RedisSettings.CACHE_URL, settings, resources);
  }

  @Singleton
  @Named("queue")
  @Bean(preDestroy = "close")
  RedisStore queue(SettingValues settings, ClientResources resources) {
    return store(RedisSettings.QUEUE_URL, settings, resources);
  }

  private static RedisStore store(
      Setting<String> own, SettingValues settings, ClientResources resources) {
    String url = settings.find(own).orElseGet(() -> settings.get(RedisSettings.URL));
    return RedisStore.connect(url, resources);
  }
}
