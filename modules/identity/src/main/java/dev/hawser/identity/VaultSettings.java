package dev.hawser.identity;

import dev.hawser.core.config.Secret;
import dev.hawser.core.config.Setting;
import java.nio.file.Path;
import java.util.List;

/** Where the keys of the vault are. */
public final class VaultSettings {
  /** Who keeps the key-encryption keys. */
  public enum Keeper {
    /** This installation, in a keyset. */
    LOCAL
  }

  public static final Setting<Keeper> KEK =
      Setting.choice(
          "hawser.vault.kek",
          Keeper.LOCAL,
          "Who keeps the keys that encrypt the vault's data keys; local: a keyset of this"
              + " installation");

  public static final Setting<Path> KEYSET_FILE =
      new Setting<>(
          "hawser.vault.keyset-file",
          "a path",
          null,
          "File with the vault's keyset, made at the first start; without it, vault-keyset.json in"
              + " the data folder. All replicas need the same keyset",
          false,
          VaultSettings::path);

  public static final Setting<Secret> KEYSET =
      Setting.secret(
          "hawser.vault.keyset",
          "The vault's keyset itself, instead of a file; from \"hawser vault keyset create\"");

  public static final List<Setting<?>> ALL = List.of(KEK, KEYSET_FILE, KEYSET);

  private VaultSettings() {}

  private static Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException();
    }
    return Path.of(text);
  }
}
