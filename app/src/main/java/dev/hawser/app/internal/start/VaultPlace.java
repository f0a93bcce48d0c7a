package dev.hawser.app.internal.start;

import dev.hawser.core.config.LoadedSettings;
import dev.hawser.identity.VaultSettings;
import java.nio.file.Path;
import java.util.Map;

/** Where the vault's keyset is when no setting says so. */
public final class VaultPlace {
  private static final String FILE = "vault-keyset.json";

  private VaultPlace() {}

  /** The settings with the place of the keyset. */
  public static LoadedSettings complete(LoadedSettings settings, Path data) {
    Path file =
        settings
            .find(VaultSettings.KEYSET_FILE)
            .map(path -> path.toAbsolutePath().normalize())
            .orElseGet(() -> data.resolve(FILE));
    return settings.with(
        Map.of(VaultSettings.KEYSET_FILE.key(), file.toString()), "vault's keyset");
  }
}
