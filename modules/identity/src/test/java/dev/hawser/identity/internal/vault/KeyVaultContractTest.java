package dev.hawser.identity.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.time.SystemTime;
import dev.hawser.storage.azure.AzureIdentity;
import dev.hawser.storage.azure.KeyVaultKeyService;
import dev.hawser.storage.azure.KeyVaultSettings;
import dev.hawser.vault.KeyService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyVaultContractTest extends FakeCloudContract {
  private final FakeKeyVault server = new FakeKeyVault();

  private static KeyService open(String key, Map<String, String> environment) {
    return KeyVaultKeyService.open(
        new KeyVaultSettings(key, new AzureIdentity.Managed(Optional.empty())),
        SystemTime.SOURCE,
        environment);
  }

  @Override
  FakeKeyServer server() {
    return server;
  }

  @Override
  KeyService first() {
    return open(server.key(), server.environment());
  }

  @Override
  KeyService second() {
    return open(server.secondKey(), server.environment());
  }

  @Override
  KeyService missing() {
    return open(server.key() + "-gone", server.environment());
  }

  @Override
  KeyService stranger() {
    return open(
        server.key(),
        Map.of(
            "IDENTITY_ENDPOINT",
            server.environment().get("IDENTITY_ENDPOINT"),
            "IDENTITY_HEADER",
            "a-strangers-header"));
  }

  @Override
  List<String> secrets() {
    return List.of(
        "eyJ.fake-token-of-azure", server.environment().get("IDENTITY_HEADER"), "strangers-header");
  }

  @Test
  void what_an_older_version_of_the_key_has_wrapped_still_unwraps() {
    byte[] context = "acme".getBytes(UTF_8);
    try (KeyService key = first()) {
      byte[] older = key.wrap(new byte[32], context);
      server.rotate("hawser");
      byte[] newer = key.wrap(new byte[32], context);
      assertThat(key.unwrap(older, context)).isEqualTo(new byte[32]);
      assertThat(key.unwrap(newer, context)).isEqualTo(new byte[32]);
    }
  }
}
