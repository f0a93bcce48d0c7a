package dev.hawser.identity;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.health.PartHealth;
import dev.hawser.core.time.SystemTime;
import dev.hawser.identity.internal.vault.CloudKeys;
import dev.hawser.identity.internal.vault.KeysetSource;
import dev.hawser.identity.internal.vault.UnusableKeysetException;
import dev.hawser.identity.internal.vault.VaultKeys;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The keys of the vault, proven to be those that the database needs. This module's beans need one
 * in the container.
 */
public final class VaultKeyset implements AutoCloseable {
  private final VaultKeys keys;

  private VaultKeyset(VaultKeys keys) {
    this.keys = keys;
  }

  /**
   * Opens the keyset that the settings name, and makes one if there is none and the database needs
   * none. Of two replicas that start for the first time at once with a file each, one makes the
   * keyset, and the other is told to copy it.
   *
   * @param settings with {@link VaultSettings#KEYSET} or {@link VaultSettings#KEYSET_FILE}
   * @param services keys of clouds; closed with what is returned, and when nothing is
   * @param connection to a migrated database of this module, with no transaction begun
   * @throws VaultKeysetException when a key is not the one that the database needs, or cannot be
   *     used; nothing is changed
   */
  public static VaultKeyset open(
      SettingValues settings, KeyServices services, Connection connection, InstantSource clock)
      throws VaultKeysetException, SQLException {
    try {
      return new VaultKeyset(
          VaultKeys.open(source(settings), clouds(settings, services, clock), connection, clock));
    } catch (UnusableKeysetException e) {
      throw new VaultKeysetException(e);
    } catch (UncheckedIOException e) {
      throw unreadable(settings, e);
    }
  }

  /**
   * What {@link #open} would find, without changing anything.
   *
   * @param services keys of clouds; closed with what is returned, and when nothing is
   * @param connection to a database that may not be migrated yet; empty to look at the keys only
   * @return empty when the next start makes the keyset
   */
  public static Optional<VaultKeyset> inspect(
      SettingValues settings, KeyServices services, Optional<Connection> connection)
      throws VaultKeysetException, SQLException {
    try {
      return VaultKeys.inspect(
              source(settings), clouds(settings, services, SystemTime.SOURCE), connection)
          .map(VaultKeyset::new);
    } catch (UnusableKeysetException e) {
      throw new VaultKeysetException(e);
    } catch (UncheckedIOException e) {
      throw unreadable(settings, e);
    }
  }

  /** For people: how many keys, and where. */
  public String shown() {
    return keys.shown();
  }

  /** Whether the keyset is in a file that others than its owner can read. */
  public boolean isOpenToOthers() {
    return keys.isOpenToOthers();
  }

  /** How the key service is, without waiting for it; empty where the keyset's key wraps. */
  public Optional<PartHealth> health() {
    return keys.health();
  }

  /** Ends connections to key services, and forgets the data keys that they have unwrapped. */
  @Override
  public void close() {
    keys.close();
  }

  VaultKeys keys() {
    return keys;
  }

  private static CloudKeys clouds(
      SettingValues settings, KeyServices services, InstantSource clock) {
    return CloudKeys.of(
        services.wrapping(), services.others(), settings.get(VaultSettings.CACHE), clock);
  }

  private static KeysetSource source(SettingValues settings) {
    return settings
        .find(VaultSettings.KEYSET)
        .map(keyset -> VaultKeys.given(keyset.reveal()))
        .orElseGet(() -> VaultKeys.file(settings.get(VaultSettings.KEYSET_FILE)));
  }

  private static VaultKeysetException unreadable(SettingValues settings, UncheckedIOException e) {
    return new VaultKeysetException(
        "The vault's keyset in %s cannot be read or written: %s"
            .formatted(source(settings).shown(), String.valueOf(e.getCause())),
        "Give the user that runs Hawser the right to read and write it.",
        e);
  }
}
