package dev.hawser.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.storage.azure.FakeServer.Told;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where tokens come from, against a server that plays those endpoints. */
class IdentityTokensIT {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private final AtomicReference<Told> told =
      new AtomicReference<>(
          Told.json(200, "{\"access_token\":\"t-1\",\"expires_in\":\"86400\",\"x\":[1,{}]}"));
  private final FakeServer server;
  private final Transport transport = new Transport(Limits.STANDARD, HttpClient.newBuilder());

  IdentityTokensIT() throws IOException {
    server = new FakeServer(asked -> told.get());
  }

  @AfterEach
  void close() {
    transport.close();
    server.close();
  }

  @Test
  void a_machine_gives_a_token_of_its_own_identity() {
    Token token = machine(Optional.empty()).fetch();

    assertThat(token.bearer().value()).isEqualTo("t-1");
    assertThat(token.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(1)));
    assertThat(token.refreshAt()).isEqualTo(NOW.plus(Duration.ofHours(12)));
    assertThat(server.asked.getFirst().header("Metadata")).isEqualTo("true");
    assertThat(server.asked.getFirst().uri())
        .hasToString(
            "/metadata/identity/oauth2/token?api-version=2018-02-01"
                + "&resource=https%3A%2F%2Fstorage.azure.com");
  }

  @Test
  void a_machine_gives_a_token_of_an_identity_that_is_named() {
    machine(Optional.of("id 1")).fetch();

    assertThat(server.asked.getFirst().uri().getRawQuery()).endsWith("&client_id=id+1");
  }

  @Test
  void app_service_announces_its_endpoint_and_tells_the_expiry_as_a_time() {
    told.set(
        Told.json(
            200,
            "{\"access_token\":\"t-2\",\"expires_on\":\"%d\"}"
                .formatted(NOW.plusSeconds(3_600).getEpochSecond())));
    Map<String, String> environment =
        Map.of("IDENTITY_ENDPOINT", server.uri() + "/msi/token", "IDENTITY_HEADER", "guard");

    Token token =
        tokens(environment).of(new AzureAccess.ManagedIdentity("acme", Optional.empty())).fetch();

    assertThat(token.bearer().value()).isEqualTo("t-2");
    assertThat(token.refreshAt()).isEqualTo(NOW.plus(Duration.ofMinutes(55)));
    assertThat(server.asked.getFirst().header("X-IDENTITY-HEADER")).isEqualTo("guard");
    assertThat(server.asked.getFirst().uri().toString())
        .startsWith("/msi/token?api-version=2019-08-01&resource=");
  }

  @Test
  void a_workload_shows_the_token_of_its_service_account_as_it_is_now(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("token");
    TokenSource source =
        tokens(
                Map.of(
                    "AZURE_TENANT_ID",
                    "tenant",
                    "AZURE_CLIENT_ID",
                    "client",
                    "AZURE_FEDERATED_TOKEN_FILE",
                    file.toString(),
                    "AZURE_AUTHORITY_HOST",
                    server.uri() + "/"))
            .of(workload());
    Files.writeString(file, "first\n");
    source.fetch();
    Files.writeString(file, "second");
    source.fetch();

    assertThat(server.asked)
        .extracting(FakeServer.Asked::body)
        .satisfiesExactly(
            body ->
                assertThat(body)
                    .contains(
                        "grant_type=client_credentials",
                        "&scope=https%3A%2F%2Fstorage.azure.com%2F.default",
                        "&client_id=client",
                        "jwt-bearer")
                    .endsWith("&client_assertion=first"),
            body -> assertThat(body).endsWith("&client_assertion=second"));
    assertThat(server.asked.getFirst().uri()).hasToString("/tenant/oauth2/v2.0/token");
  }

  @Test
  void a_workload_without_its_variables_names_the_setting_and_the_variable() {
    assertThatThrownBy(() -> tokens(Map.of()).of(workload()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tenant-id")
        .hasMessageContaining("AZURE_TENANT_ID");
  }

  @Test
  void a_missing_token_file_is_named(@TempDir Path folder) {
    Path file = folder.resolve("absent");
    TokenSource source =
        tokens(Map.of())
            .of(
                new AzureAccess.WorkloadIdentity(
                    "acme", Optional.of("t"), Optional.of("c"), Optional.of(file)));

    assertThatThrownBy(source::fetch)
        .isInstanceOfSatisfying(
            RequestFailure.class, failure -> assertThat(failure.isLost()).isFalse())
        .hasMessageContaining(file.toString());
  }

  @Test
  void a_refusal_says_why_and_counts_as_denied() {
    told.set(
        Told.json(
            400,
            "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\\n"
                + "Trace: 1\"}"));

    assertThatThrownBy(machine(Optional.of("x"))::fetch)
        .isInstanceOfSatisfying(
            RequestFailure.class, failure -> assertThat(failure.status()).isEqualTo(401))
        .hasMessageContaining("metadata service")
        .hasMessageEndingWith("(Identity not found)");
  }

  @Test
  void an_outage_of_the_endpoint_can_be_tried_again() {
    told.set(Told.json(500, "not json"));

    assertThatThrownBy(machine(Optional.empty())::fetch)
        .isInstanceOfSatisfying(
            RequestFailure.class, failure -> assertThat(failure.isTransient()).isTrue());
  }

  @Test
  void an_answer_without_a_token_is_no_token() {
    told.set(Told.json(200, "{\"expires_in\":1}"));

    assertThatThrownBy(machine(Optional.empty())::fetch).hasMessageContaining("without a token");
  }

  private TokenSource machine(Optional<String> client) {
    return tokens(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.uri().toString()))
        .of(new AzureAccess.ManagedIdentity("acme", client));
  }

  private static AzureAccess.WorkloadIdentity workload() {
    return new AzureAccess.WorkloadIdentity(
        "acme", Optional.empty(), Optional.empty(), Optional.empty());
  }

  private IdentityTokens tokens(Map<String, String> environment) {
    return new IdentityTokens(transport, environment, InstantSource.fixed(NOW));
  }
}
