package dev.hawser.app.internal.vault;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.config.Secret;
import dev.hawser.core.config.SettingValues;
import dev.hawser.identity.VaultSettings;
import dev.hawser.storage.aws.KmsKeyService;
import dev.hawser.storage.aws.KmsSettings;
import dev.hawser.storage.aws.S3Credentials;
import dev.hawser.vault.KeyService;
import java.util.Optional;

/** From settings to a key of AWS KMS. */
final class AwsKeyOpening {
  private AwsKeyOpening() {}

  static KeyService open(SettingValues settings, String key) {
    return KmsKeyService.open(
        new KmsSettings(key, settings.find(VaultSettings.AWS_ENDPOINT), credentials(settings)));
  }

  private static S3Credentials credentials(SettingValues settings) {
    Optional<String> id =
        settings.find(VaultSettings.AWS_ACCESS_KEY_ID).filter(text -> !text.isBlank());
    Optional<Secret> secret =
        settings.find(VaultSettings.AWS_SECRET_ACCESS_KEY).filter(text -> !text.reveal().isBlank());
    Optional<String> profile =
        settings.find(VaultSettings.AWS_PROFILE).filter(text -> !text.isBlank());
    if (id.isPresent() != secret.isPresent()) {
      throw new OperatorError(
          "Of hawser.vault.aws.access-key-id and hawser.vault.aws.secret-access-key one is missing",
          "Set both, or none to use what the environment offers.");
    }
    if (id.isPresent() && profile.isPresent()) {
      throw new OperatorError(
          "hawser.vault.aws.access-key-id and hawser.vault.aws.profile are both set",
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
        settings
            .find(VaultSettings.AWS_SESSION_TOKEN)
            .map(Secret::reveal)
            .filter(text -> !text.isBlank()));
  }
}
