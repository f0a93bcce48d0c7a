package dev.hawser.identity.internal.http;

import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.identity.VaultKeyset;
import dev.hawser.identity.VaultKeysetException;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.MemoryBlobStore;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** What the application brings in a whole server: settings and blobs. */
@Factory
final class TestBeans {
  /** Whether the blob store is down. */
  @Singleton
  static final class StoreSwitch {
    final AtomicBoolean down = new AtomicBoolean();
  }

  @Singleton
  SettingValues settings(
      @Property(name = "test.redis") String redis,
      @Property(name = "test.keyset") String keyset,
      @Property(name = "test.settings") String more) {
    Map<String, String> values = new HashMap<>();
    more.lines()
        .map(line -> line.split("=", 2))
        .forEach(setting -> values.put(setting[0], setting[1]));
    values.put("hawser.redis.url", redis);
    values.put("hawser.vault.keyset-file", keyset);
    return new SettingValues() {
      @Override
      public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow();
      }

      @Override
      public <T> Optional<T> find(Setting<T> setting) {
        String text = values.getOrDefault(setting.key(), setting.defaultText());
        return Optional.ofNullable(text).map(setting.parser());
      }
    };
  }

  @Singleton
  VaultKeyset vault(
      SettingValues settings, @Named("identity") DataSource dataSource, InstantSource clock)
      throws SQLException, VaultKeysetException {
    try (Connection connection = PlainDataSources.plain(dataSource).getConnection()) {
      return VaultKeyset.open(settings, connection, clock);
    }
  }

  @Singleton
  BlobStore blobs(InstantSource clock, StoreSwitch store) {
    MemoryBlobStore blobs = new MemoryBlobStore(clock);
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (proxy, method, arguments) -> {
              if (store.down.get()) {
                throw new BlobException.Unavailable("the store is down", null);
              }
              try {
                return method.invoke(blobs, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
