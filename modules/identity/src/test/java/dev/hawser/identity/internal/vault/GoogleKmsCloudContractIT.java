package dev.hawser.identity.internal.vault;

import dev.hawser.storage.gcp.CloudKmsKeyService;
import dev.hawser.storage.gcp.CloudKmsSettings;
import dev.hawser.storage.gcp.GcsCredentials;
import dev.hawser.vault.KeyService;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract against Google's Cloud KMS: {@code HAWSER_TEST_GOOGLE_KMS_KEY} and {@code …_KEY_2}
 * are names of two keys; credentials are the application default ones.
 */
@EnabledIfEnvironmentVariable(named = "HAWSER_TEST_GOOGLE_KMS_KEY", matches = ".+")
@EnabledIfEnvironmentVariable(named = "HAWSER_TEST_GOOGLE_KMS_KEY_2", matches = ".+")
final class GoogleKmsCloudContractIT extends CloudKeyContract {
  private static KeyService open(String variable) {
    return CloudKmsKeyService.open(
        new CloudKmsSettings(
            System.getenv(variable), Optional.empty(), new GcsCredentials.ApplicationDefault()));
  }

  @Override
  KeyService first() {
    return open("HAWSER_TEST_GOOGLE_KMS_KEY");
  }

  @Override
  KeyService second() {
    return open("HAWSER_TEST_GOOGLE_KMS_KEY_2");
  }
}
