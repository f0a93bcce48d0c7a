package dev.hawser.app.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.app.internal.config.AllSettings;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.config.SettingsLoader;
import dev.hawser.core.config.SettingsSources;
import dev.hawser.identity.KeyServices;
import dev.hawser.vault.KeyService;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyServiceOpeningTest {
  private static final String ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd";
  private static final String NAME =
      "projects/acme/locations/europe-west3/keyRings/hawser/cryptoKeys/vault";
  private static final String ADDRESS = "https://acme.vault.azure.net/keys/hawser";

  private static SettingValues settings(String... pairs) {
    Map<String, String> flags = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      flags.put("hawser.vault." + pairs[i], pairs[i + 1]);
    }
    return SettingsLoader.load(
        AllSettings.ALL, new SettingsSources(flags, Map.of(), null, Set.of()));
  }

  private static void assertRefused(String problem, String... pairs) {
    assertThatThrownBy(() -> KeyServiceOpening.open(settings(pairs)))
        .isInstanceOfSatisfying(
            OperatorError.class, e -> assertThat(e.message() + " " + e.remedy()).contains(problem));
  }

  @Test
  void without_settings_no_cloud_is_needed() {
    assertThat(KeyServiceOpening.open(settings())).isEqualTo(KeyServices.NONE);
  }

  @Test
  void a_key_wraps_and_others_of_any_cloud_unwrap() {
    KeyServices services =
        KeyServiceOpening.open(
            settings(
                "kek",
                "azure-key-vault",
                "key",
                ADDRESS,
                "other-keys",
                ARN + ", " + ADDRESS,
                "aws.access-key-id",
                "AKIAIOSFODNN7EXAMPLE",
                "aws.secret-access-key",
                "secret"));
    try {
      assertThat(services.wrapping().orElseThrow().id()).isEqualTo("azure-key-vault:" + ADDRESS);
      assertThat(services.others()).extracting(KeyService::id).containsExactly("aws-kms:" + ARN);
    } finally {
      services.wrapping().ifPresent(KeyService::close);
      services.others().forEach(KeyService::close);
    }
  }

  @Test
  void what_is_missing_or_contradicts_is_named() {
    assertRefused("hawser.vault.key is missing", "kek", "aws-kms");
    assertRefused("hawser.vault.kek is local", "key", ARN);
    assertRefused(
        "hawser.vault.aws.secret-access-key one is missing",
        "kek",
        "aws-kms",
        "key",
        ARN,
        "aws.access-key-id",
        "AKIA");
    assertRefused(
        "hawser.vault.aws.profile are both set",
        "kek",
        "aws-kms",
        "key",
        ARN,
        "aws.access-key-id",
        "AKIA",
        "aws.secret-access-key",
        "secret",
        "aws.profile",
        "acme");
    assertRefused("hawser.vault.other-keys", "other-keys", "my-key");
    assertRefused("hawser.vault.other-keys", "other-keys", "arn:aws:s3:::bucket");
    assertRefused(
        "hawser.vault.google.*",
        "kek",
        "google-kms",
        "key",
        NAME,
        "google.credentials-file",
        "/no/such/file.json");
  }

  @Test
  void what_is_no_name_of_a_key_is_refused() {
    assertNoKey("aws-kms", "arn:aws:kms:eu-central-1:111122223333:alias/hawser");
    assertNoKey("aws-kms", "1234abcd-12ab-34cd-56ef-1234567890ab");
    assertNoKey("google-kms", "projects/acme/locations/europe-west3/keyRings/hawser");
    assertNoKey("google-kms", NAME + "/cryptoKeyVersions/1");
    assertNoKey("azure-key-vault", ADDRESS + "/0123456789abcdef0123456789abcdef");
    assertNoKey("azure-key-vault", "http://acme.vault.azure.net/keys/hawser");
    assertNoKey("azure-key-vault", "https://user@acme.vault.azure.net/keys/hawser");
    assertNoKey("azure-key-vault", ARN);
  }

  private static void assertNoKey(String kek, String key) {
    assertRefused("hawser.vault.key names cannot be used", "kek", kek, "key", key);
  }

  @Test
  void a_cache_without_end_is_no_setting() {
    assertThatThrownBy(() -> settings("cache", "2h")).hasMessageContaining("hawser.vault.cache");
  }
}
