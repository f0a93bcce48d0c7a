package dev.hawser.app.internal.storage;

import dev.hawser.app.internal.config.StorageSettings;
import dev.hawser.app.internal.config.StorageType;
import dev.hawser.core.config.Setting;

/** What the operator has to look at when a store refuses something. */
final class StorageRights {
  /** What is done to a store. */
  enum Operation {
    WRITE,
    READ,
    LIST,
    DELETE
  }

  private StorageRights() {}

  /** The right that an operation needs, in the words of the cloud. */
  static String needed(StorageType type, Operation operation) {
    return switch (type) {
      case FOLDER ->
          operation == Operation.READ || operation == Operation.LIST
              ? "the right to read the folder"
              : "the right to write to the folder";
      case S3 ->
          switch (operation) {
            case WRITE -> "s3:PutObject (and s3:AbortMultipartUpload)";
            case READ -> "s3:GetObject";
            case LIST -> "s3:ListBucket on the bucket itself";
            case DELETE -> "s3:DeleteObject";
          };
      case AZURE ->
          "the role Storage Blob Data Contributor, or in a SAS the permission "
              + switch (operation) {
                case WRITE -> "c and w (create, write)";
                case READ -> "r (read)";
                case LIST -> "l (list)";
                case DELETE -> "d (delete)";
              };
      case GCS ->
          switch (operation) {
            case WRITE -> "storage.objects.create and storage.objects.delete (to replace)";
            case READ -> "storage.objects.get";
            case LIST -> "storage.objects.list";
            case DELETE -> "storage.objects.delete";
          };
    };
  }

  /** The setting that names the place. */
  static Setting<?> place(StorageType type) {
    return switch (type) {
      case FOLDER -> StorageSettings.FOLDER;
      case S3 -> StorageSettings.S3_BUCKET;
      case AZURE -> StorageSettings.AZURE_CONTAINER;
      case GCS -> StorageSettings.GCS_BUCKET;
    };
  }

  /** The settings that credentials come from. */
  static String credentials(StorageType type) {
    return switch (type) {
      case FOLDER -> "the user that runs Hawser";
      case S3 ->
          "hawser.storage.s3.access-key-id and secret-access-key (or the role of this machine)";
      case AZURE -> "the credentials in hawser.storage.azure.* (or the identity of this machine)";
      case GCS -> "hawser.storage.gcs.credentials-file (or the identity of this machine)";
    };
  }
}
