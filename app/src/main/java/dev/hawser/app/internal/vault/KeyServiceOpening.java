package dev.hawser.app.internal.vault;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.config.SettingValues;
import dev.hawser.identity.KeyServices;
import dev.hawser.identity.VaultSettings;
import dev.hawser.identity.VaultSettings.Keeper;
import dev.hawser.vault.KeyService;
import dev.hawser.vault.KeyServiceException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Opens the keys of clouds that settings name. Each cloud has a class of its own, so that the
 * libraries of the others are not even loaded. Nothing is asked yet.
 */
public final class KeyServiceOpening {
  private KeyServiceOpening() {}

  /**
   * @throws OperatorError when a setting is missing or wrong
   */
  public static KeyServices open(SettingValues settings) {
    Keeper keeper = settings.get(VaultSettings.KEK);
    Optional<String> key = settings.find(VaultSettings.KEY).map(String::strip);
    if (keeper == Keeper.LOCAL && key.isPresent()) {
      throw new OperatorError(
          "hawser.vault.key is set, but hawser.vault.kek is local",
          "Set hawser.vault.kek to the cloud that has the key; or name it in"
              + " hawser.vault.other-keys, if data may be under it.");
    }
    if (keeper != Keeper.LOCAL && key.isEmpty()) {
      throw new OperatorError(
          "hawser.vault.key is missing",
          "With hawser.vault.kek=" + text(keeper) + " it is needed: " + VaultSettings.KEY.help());
    }
    List<KeyService> opened = new ArrayList<>();
    try {
      key.ifPresent(name -> opened.add(open(settings, keeper, name, VaultSettings.KEY.key())));
      Optional<KeyService> wrapping = opened.stream().findFirst();
      for (String name : others(settings)) {
        if (key.filter(name::equals).isEmpty()) {
          opened.add(open(settings, keeperOf(name), name, VaultSettings.OTHER_KEYS.key()));
        }
      }
      return new KeyServices(wrapping, opened.subList(wrapping.isPresent() ? 1 : 0, opened.size()));
    } catch (RuntimeException e) {
      opened.forEach(KeyService::close);
      throw e;
    }
  }

  private static Set<String> others(SettingValues settings) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : settings.find(VaultSettings.OTHER_KEYS).orElse("").split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    return names;
  }

  /** Which cloud has the key, by the form of its name. */
  private static Keeper keeperOf(String name) {
    if (name.startsWith("arn:")) {
      return Keeper.AWS_KMS;
    }
    if (name.startsWith("projects/")) {
      return Keeper.GOOGLE_KMS;
    }
    if (name.startsWith("https:") || name.startsWith("http:")) {
      return Keeper.AZURE_KEY_VAULT;
    }
    throw new OperatorError(
        "hawser.vault.other-keys names no key of a cloud: '" + name + "'",
        "Give ARNs of AWS KMS, names projects/…/cryptoKeys/… of Google, or addresses"
            + " https://…/keys/… of Azure Key Vault, with commas between them.");
  }

  private static KeyService open(
      SettingValues settings, Keeper keeper, String name, String setting) {
    try {
      return switch (keeper) {
        case AWS_KMS -> AwsKeyOpening.open(settings, name);
        case GOOGLE_KMS -> GoogleKeyOpening.open(settings, name);
        case AZURE_KEY_VAULT -> AzureKeyOpening.open(settings, name);
        case LOCAL -> throw new IllegalStateException("the keyset is no key of a cloud");
      };
    } catch (IllegalArgumentException | KeyServiceException e) {
      throw new OperatorError(
          "The key that " + setting + " names cannot be used: " + e.getMessage(),
          "Check " + setting + " and the settings hawser.vault." + cloud(keeper) + ".*",
          e);
    }
  }

  private static String cloud(Keeper keeper) {
    return switch (keeper) {
      case AWS_KMS -> "aws";
      case GOOGLE_KMS -> "google";
      case AZURE_KEY_VAULT -> "azure";
      case LOCAL -> "keyset";
    };
  }

  private static String text(Keeper keeper) {
    return switch (keeper) {
      case AWS_KMS -> "aws-kms";
      case GOOGLE_KMS -> "google-kms";
      case AZURE_KEY_VAULT -> "azure-key-vault";
      case LOCAL -> "local";
    };
  }
}
