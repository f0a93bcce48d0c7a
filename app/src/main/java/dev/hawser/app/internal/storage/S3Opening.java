package dev.hawser.app.internal.storage;

import dev.hawser.app.internal.config.StorageSettings;
import dev.hawser.app.internal.config.StorageType;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.config.Secret;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.time.SystemTime;
import dev.hawser.storage.aws.S3BlobStore;
import dev.hawser.storage.aws.S3Checksums;
import dev.hawser.storage.aws.S3Credentials;
import dev.hawser.storage.aws.S3Encryption;
import dev.hawser.storage.aws.S3Settings;
import java.util.Optional;

/** From settings to a store in S3. */
final class S3Opening {
  private S3Opening() {}

  static OpenStorage open(SettingValues settings) {
    String bucket = StorageOpening.require(settings, StorageSettings.S3_BUCKET);
    S3BlobStore store =
        S3BlobStore.open(
            new S3Settings(
                bucket,
                settings.find(StorageSettings.S3_REGION),
                settings.find(StorageSettings.S3_ENDPOINT),
                settings.get(StorageSettings.S3_PATH_STYLE),
                credentials(settings),
                encryption(settings),
                switch (settings.get(StorageSettings.S3_CHECKSUMS)) {
                  case WHEN_REQUIRED -> S3Checksums.WHEN_REQUIRED;
                  case WHEN_SUPPORTED -> S3Checksums.WHEN_SUPPORTED;
                }),
            SystemTime.SOURCE);
    String at = settings.find(StorageSettings.S3_ENDPOINT).map(url -> " at " + url).orElse("");
    return OpenStorage.of(StorageType.S3, "S3 bucket " + bucket + at, store, store);
  }

  private static S3Credentials credentials(SettingValues settings) {
    Optional<String> id = settings.find(StorageSettings.S3_ACCESS_KEY_ID);
    Optional<Secret> secret = settings.find(StorageSettings.S3_SECRET_ACCESS_KEY);
    Optional<String> profile = settings.find(StorageSettings.S3_PROFILE);
    if (id.isPresent() != secret.isPresent()) {
      throw new OperatorError(
          "Of hawser.storage.s3.access-key-id and hawser.storage.s3.secret-access-key one is missing",
          "Set both, or none to use what the environment offers.");
    }
    if (id.isPresent() && profile.isPresent()) {
      throw new OperatorError(
          "hawser.storage.s3.access-key-id and hawser.storage.s3.profile are both set",
          "Take one of them out: a profile brings its own keys.");
    }
    if (profile.isPresent()) {
      return new S3Credentials.Profile(profile.get());
    }
    if (id.isEmpty() || secret.isEmpty()) {
      return new S3Credentials.FromEnvironment();
    }
    return new S3Credentials.Keys(
        id.get(),
        secret.get().reveal(),
        settings.find(StorageSettings.S3_SESSION_TOKEN).map(Secret::reveal));
  }

  private static S3Encryption encryption(SettingValues settings) {
    return switch (settings.get(StorageSettings.S3_ENCRYPTION)) {
      case NONE -> new S3Encryption.BucketDefault();
      case SSE_S3 -> new S3Encryption.S3Managed();
      case SSE_KMS -> new S3Encryption.Kms(settings.find(StorageSettings.S3_KMS_KEY_ID));
    };
  }
}
