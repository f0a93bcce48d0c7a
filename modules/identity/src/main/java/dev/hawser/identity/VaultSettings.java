package dev.hawser.identity;

import dev.hawser.core.config.Secret;
import dev.hawser.core.config.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Where the keys of the vault are. */
public final class VaultSettings {
  /** Who keeps the key-encryption keys. */
  public enum Keeper {
    /** This installation, in a keyset. */
    LOCAL,
    AWS_KMS,
    GOOGLE_KMS,
    AZURE_KEY_VAULT
  }

  /** How Azure knows who asks. */
  public enum AzureIdentityKind {
    MANAGED,
    WORKLOAD
  }

  public static final Setting<Keeper> KEK =
      Setting.choice(
          "hawser.vault.kek",
          Keeper.LOCAL,
          "Who keeps the keys that encrypt the vault's data keys; local: a keyset of this"
              + " installation; otherwise the key service of a cloud");

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

  public static final Setting<String> KEY =
      text(
          "hawser.vault.key",
          "The key of a cloud that wraps, where hawser.vault.kek is not local: an ARN, a name"
              + " projects/…/cryptoKeys/…, or an address https://…/keys/…");

  public static final Setting<String> OTHER_KEYS =
      text(
          "hawser.vault.other-keys",
          "Further keys of clouds that data may be under, with commas between them");

  public static final Setting<Duration> CACHE =
      Setting.duration(
          "hawser.vault.cache",
          "0s",
          "1h",
          "10m",
          "How long a data key that a cloud has unwrapped may be used, also while the cloud does not"
              + " answer");

  public static final Setting<URI> AWS_ENDPOINT =
      endpoint(
          "hawser.vault.aws.endpoint",
          "Address of AWS KMS, where it is not the public one of the key's region");

  public static final Setting<String> AWS_PROFILE =
      text(
          "hawser.vault.aws.profile",
          "Profile of the AWS configuration files to take credentials from");

  public static final Setting<String> AWS_ACCESS_KEY_ID =
      text(
          "hawser.vault.aws.access-key-id",
          "Access key id; without it, the AWS SDK's usual places are searched");

  public static final Setting<Secret> AWS_SECRET_ACCESS_KEY =
      Setting.secret("hawser.vault.aws.secret-access-key", "Secret of the access key");

  public static final Setting<Secret> AWS_SESSION_TOKEN =
      Setting.secret("hawser.vault.aws.session-token", "Session token of a temporary access key");

  public static final Setting<URI> GOOGLE_ENDPOINT =
      endpoint(
          "hawser.vault.google.endpoint",
          "Address of Google's Cloud KMS, where it is not the public one");

  public static final Setting<Path> GOOGLE_CREDENTIALS_FILE =
      new Setting<>(
          "hawser.vault.google.credentials-file",
          "a path",
          null,
          "Service account key (JSON); without it, the application default credentials",
          false,
          VaultSettings::path);

  public static final Setting<AzureIdentityKind> AZURE_IDENTITY =
      Setting.choice(
          "hawser.vault.azure.identity",
          AzureIdentityKind.MANAGED,
          "Who Hawser is to Azure Key Vault: a managed identity, or a workload identity of"
              + " Kubernetes");

  public static final Setting<String> AZURE_CLIENT_ID =
      text(
          "hawser.vault.azure.client-id",
          "Client id of the identity; without it, the system-assigned one, or AZURE_CLIENT_ID");

  public static final Setting<String> AZURE_TENANT_ID =
      text(
          "hawser.vault.azure.tenant-id",
          "Tenant of a workload identity; without it, AZURE_TENANT_ID");

  public static final Setting<Path> AZURE_TOKEN_FILE =
      new Setting<>(
          "hawser.vault.azure.token-file",
          "a path",
          null,
          "Token file of a workload identity; without it, AZURE_FEDERATED_TOKEN_FILE",
          false,
          VaultSettings::path);

  public static final List<Setting<?>> ALL =
      List.of(
          KEK,
          KEYSET_FILE,
          KEYSET,
          KEY,
          OTHER_KEYS,
          CACHE,
          AWS_ENDPOINT,
          AWS_PROFILE,
          AWS_ACCESS_KEY_ID,
          AWS_SECRET_ACCESS_KEY,
          AWS_SESSION_TOKEN,
          GOOGLE_ENDPOINT,
          GOOGLE_CREDENTIALS_FILE,
          AZURE_IDENTITY,
          AZURE_CLIENT_ID,
          AZURE_TENANT_ID,
          AZURE_TOKEN_FILE);

  private VaultSettings() {}

  private static Setting<String> text(String key, String help) {
    return Setting.text(key, null, help);
  }

  private static Setting<URI> endpoint(String key, String help) {
    return new Setting<>(
        key, "a URL such as https://kms.example.com", null, help, false, PublicUrl::httpUrl);
  }

  private static Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException();
    }
    return Path.of(text);
  }
}
