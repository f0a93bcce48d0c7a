package dev.hawser.identity.internal.vault;

import dev.hawser.storage.aws.KmsKeyService;
import dev.hawser.storage.aws.KmsSettings;
import dev.hawser.storage.aws.S3Credentials;
import dev.hawser.vault.KeyService;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract against AWS KMS: {@code HAWSER_TEST_AWS_KMS_KEY} and {@code …_KEY_2} are ARNs of two
 * keys; credentials are those that the SDK finds.
 */
@EnabledIfEnvironmentVariable(named = "HAWSER_TEST_AWS_KMS_KEY", matches = ".+")
@EnabledIfEnvironmentVariable(named = "HAWSER_TEST_AWS_KMS_KEY_2", matches = ".+")
final class AwsKmsCloudContractIT extends CloudKeyContract {
  private static KeyService open(String variable) {
    return KmsKeyService.open(
        new KmsSettings(
            System.getenv(variable), Optional.empty(), new S3Credentials.FromEnvironment()));
  }

  @Override
  KeyService first() {
    return open("HAWSER_TEST_AWS_KMS_KEY");
  }

  @Override
  KeyService second() {
    return open("HAWSER_TEST_AWS_KMS_KEY_2");
  }
}
