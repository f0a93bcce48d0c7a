package dev.hawser.identity.internal.vault;

import dev.hawser.core.time.SystemTime;
import dev.hawser.storage.azure.AzureIdentity;
import dev.hawser.storage.azure.KeyVaultKeyService;
import dev.hawser.storage.azure.KeyVaultSettings;
import dev.hawser.vault.KeyService;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract against Azure Key Vault: {@code HAWSER_TEST_AZURE_KEY} and {@code …_KEY_2} are
 * addresses of two RSA keys; runs where there is a managed identity, or with {@code
 * AZURE_FEDERATED_TOKEN_FILE} a workload identity.
 */
@EnabledIfEnvironmentVariable(named = "HAWSER_TEST_AZURE_KEY", matches = ".+")
@EnabledIfEnvironmentVariable(named = "HAWSER_TEST_AZURE_KEY_2", matches = ".+")
final class KeyVaultCloudContractIT extends CloudKeyContract {
  private static KeyService open(String variable) {
    AzureIdentity identity =
        System.getenv("AZURE_FEDERATED_TOKEN_FILE") == null
            ? new AzureIdentity.Managed(Optional.ofNullable(System.getenv("AZURE_CLIENT_ID")))
            : new AzureIdentity.Workload(Optional.empty(), Optional.empty(), Optional.empty());
    return KeyVaultKeyService.open(
        new KeyVaultSettings(System.getenv(variable), identity),
        SystemTime.SOURCE,
        System.getenv());
  }

  @Override
  KeyService first() {
    return open("HAWSER_TEST_AZURE_KEY");
  }

  @Override
  KeyService second() {
    return open("HAWSER_TEST_AZURE_KEY_2");
  }
}
