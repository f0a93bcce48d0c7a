package dev.hawser.identity;

import dev.hawser.core.config.SettingValues;
import dev.hawser.identity.internal.vault.KeysetSource;
import dev.hawser.identity.internal.vault.LocalKeys;
import dev.hawser.identity.internal.vault.UnusableKeysetException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The keys of the vault, proven to be those that the database needs. This module's beans need one
 * in the container.
 */
public final class VaultKeyset {
  private final LocalKeys keys;

  private VaultKeyset(LocalKeys keys) {
    this.keys = keys;
  }

  /**
   * Opens the keyset that the settings name, and makes one if there is none and the database needs
   * none. Of two replicas that start for the first time at once with a file each, one makes the
   * keyset, and the other is told to copy it.
   *
   * @param settings with {@link VaultSettings#KEYSET} or {@link VaultSettings#KEYSET_FILE}
   * @param connection to a migrated database of this module, with no transaction begun
   * @throws VaultKeysetException when it is not the one that the database needs; nothing is changed
   */
  public static VaultKeyset open(SettingValues settings, Connection connection, InstantSource clock)
      throws VaultKeysetException, SQLException {
    try {
      return new VaultKeyset(LocalKeys.open(source(settings), connection, clock));
    } catch (UnusableKeysetException e) {
      throw new VaultKeysetException(e);
    } catch (UncheckedIOException e) {
      throw unreadable(settings, e);
    }
  }

  /**
   * What {@link #open} would find, without changing anything.
   *
   * @param connection to a database that may not be migrated yet; empty to look at the keyset only
   * @return empty when the next start makes the keyset
   */
  public static Optional<VaultKeyset> inspect(
      SettingValues settings, Optional<Connection> connection)
      throws VaultKeysetException, SQLException {
    try {
      return LocalKeys.inspect(source(settings), connection).map(VaultKeyset::new);
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

  LocalKeys keys() {
    return keys;
  }

  private static KeysetSource source(SettingValues settings) {
    return settings
        .find(VaultSettings.KEYSET)
        .map(keyset -> LocalKeys.given(keyset.reveal()))
        .orElseGet(() -> LocalKeys.file(settings.get(VaultSettings.KEYSET_FILE)));
  }

  private static VaultKeysetException unreadable(SettingValues settings, UncheckedIOException e) {
    return new VaultKeysetException(
        "The vault's keyset in %s cannot be read or written: %s"
            .formatted(source(settings).shown(), String.valueOf(e.getCause())),
        "Give the user that runs Hawser the right to read and write it.",
        e);
  }
}
