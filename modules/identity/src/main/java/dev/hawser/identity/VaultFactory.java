package dev.hawser.identity;

import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.identity.internal.vault.Rotation;
import dev.hawser.identity.internal.vault.Vault;
import dev.hawser.identity.internal.vault.VaultAudit;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import javax.sql.DataSource;

/** The vault's parts, on the keyset that the application has opened. */
@Factory
final class VaultFactory {
  @Singleton
  Vault vault(VaultKeyset keyset) {
    return new Vault(keyset.keys().encryption());
  }

  @Singleton
  @Bean(preDestroy = "close")
  Rotation rotation(
      VaultKeyset keyset,
      Vault vault,
      @Named("identity") DataSource dataSource,
      VaultAudit audit,
      InstantSource clock) {
    return new Rotation(keyset.keys(), vault, PlainDataSources.plain(dataSource), audit, clock);
  }
}
