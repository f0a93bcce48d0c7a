package dev.hawser.app.internal.config;

import dev.hawser.core.config.Secret;
import dev.hawser.core.config.Setting;
import dev.hawser.identity.PublicUrl;
import dev.hawser.storage.BlobPrefix;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Where blobs are kept. Only the group of the chosen type is read. {@code
 * docs/operations/storage.md} has an example for each.
 */
public final class StorageSettings {
  /** Who encrypts blobs in S3, and with whose key. */
  public enum Encryption {
    /** As the bucket says. */
    NONE,
    SSE_S3,
    SSE_KMS
  }

  /** When requests to S3 carry checksums beyond those of the oldest protocol. */
  public enum Checksums {
    WHEN_REQUIRED,
    WHEN_SUPPORTED
  }

  /** A bucket's name in a log line is enough; more room is needed for nothing but keys. */
  private static final int LONGEST_PREFIX = 124;

  public static final Setting<StorageType> TYPE =
      Setting.choice("hawser.storage.type", StorageType.FOLDER, "Where blobs are kept.");
  public static final Setting<Path> FOLDER =
      AppSettings.path(
          "hawser.storage.folder", null, "Folder of the blobs; without it, blobs in hawser.data.");
  public static final Setting<String> PREFIX =
      new Setting<>(
          "hawser.storage.prefix",
          "up to 124 of A-Z a-z 0-9 - _ . = and /, ending with /",
          null,
          "Beginning of all keys, where a bucket is shared: hawser/production/",
          false,
          StorageSettings::prefix);
  public static final Setting<Path> FALLBACK =
      AppSettings.path(
          "hawser.storage.fallback",
          null,
          "While blobs move: a settings file whose hawser.storage.* name the former store; what is"
              + " not in this store is read there.");

  public static final Setting<String> S3_BUCKET = text("s3.bucket", "Bucket in S3 or alike.");
  public static final Setting<String> S3_REGION =
      text("s3.region", "Region of the bucket; without it, that of the environment.");
  public static final Setting<URI> S3_ENDPOINT =
      endpoint("s3.endpoint", "Address of an S3-compatible service; without it, Amazon's.");
  public static final Setting<Boolean> S3_PATH_STYLE =
      Setting.bool(
          "hawser.storage.s3.path-style",
          false,
          "Whether the bucket is in the path instead of the host name, as MinIO and Ceph want it.");
  public static final Setting<String> S3_ACCESS_KEY_ID =
      text(
          "s3.access-key-id",
          "Access key id; without it, the AWS SDK's usual places are searched.");
  public static final Setting<Secret> S3_SECRET_ACCESS_KEY =
      secret("s3.secret-access-key", "Secret of the access key.");
  public static final Setting<Secret> S3_SESSION_TOKEN =
      secret("s3.session-token", "Session token of a temporary access key.");
  public static final Setting<String> S3_PROFILE =
      text("s3.profile", "Profile of the AWS configuration files to take credentials from.");
  public static final Setting<Encryption> S3_ENCRYPTION =
      Setting.choice(
          "hawser.storage.s3.encryption", Encryption.NONE, "Encryption to ask for at each put.");
  public static final Setting<String> S3_KMS_KEY_ID =
      text("s3.kms-key-id", "Id or ARN of the KMS key for sse-kms; without it, the account's own.");
  public static final Setting<Checksums> S3_CHECKSUMS =
      Setting.choice(
          "hawser.storage.s3.checksums",
          Checksums.WHEN_REQUIRED,
          "when-supported adds the newer checksums, which many S3-compatible services refuse.");

  public static final Setting<String> AZURE_CONTAINER =
      text("azure.container", "Container in Azure Blob Storage.");
  public static final Setting<Secret> AZURE_CONNECTION_STRING =
      secret("azure.connection-string", "Connection string of the storage account.");
  public static final Setting<String> AZURE_ACCOUNT_NAME =
      text("azure.account-name", "Name of the storage account.");
  public static final Setting<Secret> AZURE_ACCOUNT_KEY =
      secret("azure.account-key", "Key of the storage account.");
  public static final Setting<Secret> AZURE_SAS_TOKEN =
      secret("azure.sas-token", "Shared access signature of the container or account.");
  public static final Setting<String> AZURE_IDENTITY =
      new Setting<>(
          "hawser.storage.azure.identity",
          "one of managed, workload",
          null,
          "Use the identity of this machine (managed) or Kubernetes pod (workload).",
          false,
          StorageSettings::identity);
  public static final Setting<String> AZURE_CLIENT_ID =
      text("azure.client-id", "Client id of the identity, where there are several.");
  public static final Setting<String> AZURE_TENANT_ID =
      text("azure.tenant-id", "Tenant of a workload identity; without it, AZURE_TENANT_ID.");
  public static final Setting<String> AZURE_TOKEN_FILE =
      text(
          "azure.token-file",
          "Token of a workload identity; without it, AZURE_FEDERATED_TOKEN_FILE.");
  public static final Setting<URI> AZURE_ENDPOINT =
      endpoint(
          "azure.endpoint", "Address of the blob service, where it is not the public cloud's.");

  public static final Setting<String> GCS_BUCKET =
      text("gcs.bucket", "Bucket in Google Cloud Storage.");
  public static final Setting<Path> GCS_CREDENTIALS_FILE =
      AppSettings.path(
          "hawser.storage.gcs.credentials-file",
          null,
          "Service account key (JSON); without it, the application default credentials.");
  public static final Setting<String> GCS_PROJECT =
      text("gcs.project", "Project to bill, where it is not the credentials' own.");
  public static final Setting<URI> GCS_ENDPOINT =
      endpoint("gcs.endpoint", "Address of the storage service, where it is not Google's.");

  public static final List<Setting<?>> ALL =
      List.of(
          TYPE,
          FOLDER,
          PREFIX,
          FALLBACK,
          S3_BUCKET,
          S3_REGION,
          S3_ENDPOINT,
          S3_PATH_STYLE,
          S3_ACCESS_KEY_ID,
          S3_SECRET_ACCESS_KEY,
          S3_SESSION_TOKEN,
          S3_PROFILE,
          S3_ENCRYPTION,
          S3_KMS_KEY_ID,
          S3_CHECKSUMS,
          AZURE_CONTAINER,
          AZURE_CONNECTION_STRING,
          AZURE_ACCOUNT_NAME,
          AZURE_ACCOUNT_KEY,
          AZURE_SAS_TOKEN,
          AZURE_IDENTITY,
          AZURE_CLIENT_ID,
          AZURE_TENANT_ID,
          AZURE_TOKEN_FILE,
          AZURE_ENDPOINT,
          GCS_BUCKET,
          GCS_CREDENTIALS_FILE,
          GCS_PROJECT,
          GCS_ENDPOINT);

  private StorageSettings() {}

  private static Setting<String> text(String name, String help) {
    return Setting.text("hawser.storage." + name, null, help);
  }

  private static Setting<Secret> secret(String name, String help) {
    return Setting.secret("hawser.storage." + name, help);
  }

  private static Setting<URI> endpoint(String name, String help) {
    return new Setting<>(
        "hawser.storage." + name,
        "a URL such as https://storage.example.com",
        null,
        help,
        false,
        PublicUrl::httpUrl);
  }

  private static String identity(String text) {
    if (!text.equals("managed") && !text.equals("workload")) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static String prefix(String text) {
    if (text.length() > LONGEST_PREFIX || !text.endsWith("/")) {
      throw new IllegalArgumentException();
    }
    return new BlobPrefix(text).value();
  }
}
