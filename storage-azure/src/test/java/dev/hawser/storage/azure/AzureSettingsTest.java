package dev.hawser.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureSettingsTest {
  private static final String KEY = "c2VjcmV0LWtleS1vZi1hLXRlc3Q=";
  private static final String CONNECTION =
      "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey="
          + KEY
          + ";EndpointSuffix=core.windows.net";

  @Test
  void a_key_needs_a_name_and_a_container() {
    AzureSettings settings = read("container", "blobs", "account-name", "acme", "account-key", KEY);

    assertThat(settings.endpoint()).isEqualTo(URI.create("https://acme.blob.core.windows.net"));
    assertThat(settings.access())
        .isEqualTo(new AzureAccess.AccountKey("acme", new AzureSecret(KEY)));
  }

  @Test
  void a_connection_string_holds_account_key_and_endpoint() {
    AzureSettings settings = read("container", "blobs", "connection-string", CONNECTION);

    assertThat(settings.endpoint()).isEqualTo(URI.create("https://acme.blob.core.windows.net"));
    assertThat(settings.access())
        .isEqualTo(new AzureAccess.AccountKey("acme", new AzureSecret(KEY)));
  }

  @Test
  void a_connection_string_may_hold_an_endpoint_and_a_sas_token() {
    AzureSettings settings =
        read(
            "container",
            "blobs",
            "connection-string",
            "BlobEndpoint=https://acme.blob.core.chinacloudapi.cn/;SharedAccessSignature=sv=1&sig=a%3D=");

    assertThat(settings.endpoint())
        .isEqualTo(URI.create("https://acme.blob.core.chinacloudapi.cn"));
    assertThat(settings.access())
        .isEqualTo(new AzureAccess.SasToken("acme", new AzureSecret("sv=1&sig=a%3D=")));
  }

  @Test
  void an_endpoint_overrides_that_of_the_account() {
    AzureSettings settings =
        read(
            "container", "blobs",
            "account-name", "acme",
            "account-key", KEY,
            "endpoint", "http://127.0.0.1:10000/acme/");

    assertThat(settings.endpoint()).isEqualTo(URI.create("http://127.0.0.1:10000/acme"));
  }

  @Test
  void identities_take_their_optional_settings() {
    assertThat(
            read(
                    "container", "blobs",
                    "account-name", "acme",
                    "identity", "workload",
                    "tenant-id", "t",
                    "client-id", "c",
                    "token-file", "/var/token")
                .access())
        .isEqualTo(
            new AzureAccess.WorkloadIdentity(
                "acme", Optional.of("t"), Optional.of("c"), Optional.of(Path.of("/var/token"))));
    assertThat(read("container", "blobs", "account-name", "acme", "identity", "managed").access())
        .isEqualTo(new AzureAccess.ManagedIdentity("acme", Optional.empty()));
  }

  @Test
  void blank_settings_are_absent() {
    AzureSettings settings =
        read("container", "blobs", "connection-string", CONNECTION, "sas-token", " ");

    assertThat(settings.access()).isInstanceOf(AzureAccess.AccountKey.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          container=blobs                                                            | none is set
          container=blobs,account-key=%s,sas-token=s                                  | set are account-key, sas-token
          account-name=acme,account-key=%s                                            | container is missing
          container=blobs,account-key=%s                                              | account-name is missing
          container=blobs,account-name=acme,account-key=no-base-64!                   | account-key is not a key
          container=blobs,account-name=acme,identity=human                            | identity must be managed or workload
          container=blobs,account-name=acme,identity=managed,tenant-id=t              | tenant-id has a meaning only with
          container=blobs,account-name=acme,sas-token=s,client-id=c                   | client-id has a meaning only with
          container=Blobs,account-name=acme,account-key=%s                            | container must be
          container=blobs,account-name=a/b,account-key=%s                             | account-name must be
          container=blobs,account-name=acme,account-key=%s,endpoint=ftp://acme        | endpoint must be like
          container=blobs,account-name=acme,account-key=%s,endpoint=https://a?sig=1   | endpoint must be like
          container=blobs,account-name=acme,sas-token=s,endpoint=http://blobs.acme    | endpoint must be https
          container=blobs,acount-name=acme,account-key=%s                             | unknown setting acount-name
          container=blobs,connection-string=nonsense                                  | connection-string must be Name=value
          container=blobs,connection-string=AccountName=acme                          | connection-string must have one of
          container=blobs,connection-string=AccountKey=%s                             | connection-string lacks AccountName
          container=blobs,account-name=acme,connection-string=AccountName=acme        | account-name is part of
          """)
  void what_is_wrong_is_named_and_no_secret_is_shown(String settings, String problem) {
    Map<String, String> values = new HashMap<>();
    for (String pair : settings.replace("%s", KEY).split(",")) {
      values.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }

    assertThatThrownBy(() -> AzureSettings.read(values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem)
        .message()
        .doesNotContain(KEY, "no-base-64", "sig=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "-ab", "ab-", "a--b", "ab_c", "aB"})
  void names_that_azure_refuses_are_refused(String container) {
    assertThatThrownBy(
            () -> read("container", container, "account-name", "acme", "account-key", KEY))
        .hasMessageContaining("container must be");
  }

  @Test
  void settings_print_no_secret() {
    assertThat(read("container", "blobs", "connection-string", CONNECTION).toString())
        .contains("acme", "***")
        .doesNotContain(KEY);
  }

  private static AzureSettings read(String... pairs) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], pairs[i + 1]);
    }
    return AzureSettings.read(values);
  }
}
