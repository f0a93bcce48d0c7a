package dev.hawser.identity.internal.sso;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.config.Secret;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.internal.vault.Binding;
import dev.hawser.identity.internal.vault.Sealed;
import dev.hawser.identity.internal.vault.Vault;
import dev.hawser.identity.internal.vault.WrappedKey;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;

/** What proves to a provider that it is we who ask: in the vault, and never shown. */
@Singleton
final class ClientSecrets {
  private static final String PURPOSE = "single-sign-on";

  private final ClientSecretRepository rows;
  private final Vault vault;
  private final Uuid7 ids;
  private final InstantSource clock;

  ClientSecrets(ClientSecretRepository rows, Vault vault, Uuid7 ids, InstantSource clock) {
    this.rows = rows;
    this.vault = vault;
    this.ids = ids;
    this.clock = clock;
  }

  /** Encrypts a secret; may block, so it comes before the transaction that stores it. */
  ClientSecretRow seal(OrganizationId organization, Secret secret) {
    UUID item = ids.next();
    Sealed sealed =
        vault.seal(
            Binding.ofOrganization(organization, PURPOSE, item), secret.reveal().getBytes(UTF_8));
    return new ClientSecretRow(
        item,
        organization.value(),
        PURPOSE,
        sealed.key().keyId(),
        sealed.key().bytes(),
        sealed.ciphertext(),
        clock.instant());
  }

  void put(ClientSecretRow row) {
    rows.insert(row);
  }

  void delete(SignOnRow of) {
    rows.delete(of.organization(), of.vaultItemId());
  }

  /**
   * The secret of a row.
   *
   * @throws HawserException.Unauthenticated when it was replaced since the row was read
   * @throws HawserException.Unavailable when the vault's key is not there
   */
  Secret open(SignOnRow of) {
    OrganizationId organization = of.organization();
    ClientSecretRow row =
        rows.find(organization, of.vaultItemId()).orElseThrow(SignOnErrors::changed);
    byte[] value =
        vault.open(
            Binding.ofOrganization(organization, PURPOSE, row.id()),
            new Sealed(new WrappedKey(row.keyId(), row.wrappedKey()), row.ciphertext()));
    return new Secret(new String(value, UTF_8));
  }
}
