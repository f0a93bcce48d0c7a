package dev.hawser.app.internal.storage;

import dev.hawser.app.internal.config.AllSettings;
import dev.hawser.app.internal.config.StorageSettings;
import dev.hawser.app.internal.config.StorageType;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.config.SettingsLoader;
import dev.hawser.core.config.SettingsSources;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobUrlSigner;
import dev.hawser.storage.FallbackBlobStore;
import dev.hawser.storage.PrefixedBlobStore;
import dev.hawser.storage.PrefixedBlobUrlSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Opens the store that settings choose. Each kind has a class of its own, so that the libraries of
 * the others are not even loaded.
 */
public final class StorageOpening {
  private StorageOpening() {}

  /**
   * With the former store behind it, while blobs move.
   *
   * @throws OperatorError when a setting is missing or wrong, or a store cannot be opened
   */
  public static OpenStorage open(SettingValues settings) {
    OpenStorage current = openAlone(settings);
    Optional<Path> fallback = settings.find(StorageSettings.FALLBACK);
    if (fallback.isEmpty()) {
      return current;
    }
    try {
      OpenStorage former = openAlone(settingsOf(fallback.get(), StorageSettings.FALLBACK.key()));
      // A signed address leads to one store only, and nobody knows to which.
      return new OpenStorage(
          current.type(),
          current.shown() + ", in front of " + former.shown(),
          new FallbackBlobStore(current.store(), former.store()),
          null,
          Stream.concat(current.owned().stream(), former.owned().stream()).toList());
    } catch (RuntimeException e) {
      current.close();
      throw e;
    }
  }

  /** Without the former store. */
  public static OpenStorage openAlone(SettingValues settings) {
    StorageType type = settings.get(StorageSettings.TYPE);
    try {
      OpenStorage whole =
          switch (type) {
            case FOLDER -> FolderOpening.open(settings);
            case S3 -> S3Opening.open(settings);
            case AZURE -> AzureOpening.open(settings);
            case GCS -> GcsOpening.open(settings);
          };
      return settings.find(StorageSettings.PREFIX).map(p -> below(whole, p)).orElse(whole);
    } catch (BlobException | IllegalArgumentException e) {
      throw new OperatorError(
          "The blob store of type " + type.text() + " cannot be opened: " + e.getMessage(),
          "Check the settings hawser.storage." + type.text() + ".*",
          e);
    }
  }

  /**
   * The settings in a file, for another store than this installation's.
   *
   * @param named where the file's name was written
   */
  public static SettingValues settingsOf(Path file, String named) {
    if (!Files.isRegularFile(file)) {
      throw new OperatorError(
          "There is no file " + file,
          named + " takes a settings file with hawser.storage.type and so on.");
    }
    return SettingsLoader.load(
        AllSettings.ALL, new SettingsSources(Map.of(), Map.of(), file, Set.of()));
  }

  static String require(SettingValues settings, Setting<String> setting) {
    return settings
        .find(setting)
        .orElseThrow(
            () ->
                new OperatorError(
                    setting.key() + " is missing",
                    "With hawser.storage.type="
                        + settings.get(StorageSettings.TYPE).text()
                        + " it is needed: "
                        + setting.help()));
  }

  private static OpenStorage below(OpenStorage whole, String prefix) {
    BlobPrefix beginning = new BlobPrefix(prefix);
    BlobUrlSigner signer = whole.signer();
    return new OpenStorage(
        whole.type(),
        whole.shown() + ", below " + prefix,
        new PrefixedBlobStore(whole.store(), beginning),
        signer == null ? null : new PrefixedBlobUrlSigner(signer, beginning),
        whole.owned());
  }
}
