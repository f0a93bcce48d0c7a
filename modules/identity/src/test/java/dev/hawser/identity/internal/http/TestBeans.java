package dev.hawser.identity.internal.http;

import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.identity.KeyServices;
import dev.hawser.identity.VaultKeyset;
import dev.hawser.identity.VaultKeysetException;
import dev.hawser.identity.VaultSettings;
import dev.hawser.identity.internal.vault.FakeAwsKms;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.storage.aws.KmsKeyService;
import dev.hawser.storage.aws.KmsSettings;
import dev.hawser.storage.aws.S3Credentials;
import dev.hawser.vault.KeyService;
import io.micronaut.context.annotation.Bean;
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
import java.util.List;
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
    values.put("hawser.session.password-share", "100");
    for (String limit : List.of("sign-in", "anonymous", "caller", "project")) {
      values.put("hawser.limits." + limit, "1000000"); // tests are quicker than people
    }
    values.put("hawser.limits.redis-timeout", "10s"); // however busy the machine is
    values.put("hawser.redis.url", redis);
    values.put("hawser.vault.keyset-file", keyset);
    more.lines()
        .map(line -> line.split("=", 2))
        .forEach(setting -> values.put(setting[0], setting[1]));
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
  @Bean(preDestroy = "close")
  VaultKeyset vault(
      SettingValues settings, @Named("identity") DataSource dataSource, InstantSource clock)
      throws SQLException, VaultKeysetException {
    try (Connection connection = PlainDataSources.plain(dataSource).getConnection()) {
      return VaultKeyset.open(settings, services(settings), connection, clock);
    }
  }

  /** As the application does it, for one cloud. */
  private static KeyServices services(SettingValues settings) {
    boolean wraps = settings.get(VaultSettings.KEK) == VaultSettings.Keeper.AWS_KMS;
    return new KeyServices(
        wraps ? settings.find(VaultSettings.KEY).map(key -> kms(settings, key)) : Optional.empty(),
        settings.find(VaultSettings.OTHER_KEYS).stream().map(key -> kms(settings, key)).toList());
  }

  private static KeyService kms(SettingValues settings, String key) {
    return KmsKeyService.open(
        new KmsSettings(
            key,
            settings.find(VaultSettings.AWS_ENDPOINT),
            new S3Credentials.Keys(
                FakeAwsKms.ACCESS_KEY, FakeAwsKms.SECRET_KEY, Optional.empty())));
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
