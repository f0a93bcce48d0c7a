package dev.hawser.storage.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens of managed identities (from the metadata service of virtual machines, or from the endpoint
 * that App Service and Container Apps announce) and of workload identities (from Microsoft Entra,
 * for the token of a Kubernetes service account).
 */
final class IdentityTokens {
  private static final String STORAGE = "https://storage.azure.com";
  static final String SCOPE = STORAGE + "/.default";
  private static final String MACHINE = "http://169.254.169.254/metadata/identity/oauth2/token";
  private static final String AUTHORITY = "https://login.microsoftonline.com/";
  private static final int MAX_TOKEN_FILE = 64 << 10;
  private static final int MAX_DETAIL = 300;

  private final Transport transport;
  private final Map<String, String> environment;
  private final InstantSource clock;
  private final String service;

  /**
   * Tokens for the blob service.
   *
   * @param environment the variables of the process
   */
  IdentityTokens(Transport transport, Map<String, String> environment, InstantSource clock) {
    this(transport, environment, clock, STORAGE);
  }

  /**
   * @param service what the tokens are for, as Microsoft Entra names it
   */
  IdentityTokens(
      Transport transport, Map<String, String> environment, InstantSource clock, String service) {
    this.service = service;
    this.transport = transport;
    this.environment = environment;
    this.clock = clock;
  }

  TokenSource of(AzureAccess.ManagedIdentity identity) {
    return managed(identity.clientId());
  }

  TokenSource of(AzureAccess.WorkloadIdentity identity) {
    return workload(identity.tenantId(), identity.clientId(), identity.tokenFile());
  }

  TokenSource of(AzureIdentity identity) {
    return switch (identity) {
      case AzureIdentity.Managed(Optional<String> clientId) -> managed(clientId);
      case AzureIdentity.Workload workload ->
          workload(workload.tenantId(), workload.clientId(), workload.tokenFile());
    };
  }

  private TokenSource managed(Optional<String> clientId) {
    String client = clientId.map(id -> "&client_id=" + encoded(id)).orElse("");
    String resource = "&resource=" + encoded(service);
    Optional<String> announced = variable("IDENTITY_ENDPOINT");
    if (announced.isPresent()) {
      String url = announced.get() + "?api-version=2019-08-01" + resource + client;
      AzureSecret header = new AzureSecret(needVariable("IDENTITY_HEADER"));
      return () ->
          ask(
              "the managed identity endpoint",
              new HttpRequest(HttpMethod.GET, url)
                  .setHeader(HttpHeaderName.fromString("X-IDENTITY-HEADER"), header.value()));
    }
    String host = variable("AZURE_POD_IDENTITY_AUTHORITY_HOST").orElse("");
    String endpoint =
        host.isEmpty() ? MACHINE : withoutSlash(host) + "/metadata/identity/oauth2/token";
    String url = endpoint + "?api-version=2018-02-01" + resource + client;
    return () ->
        ask(
            "the metadata service of this machine",
            new HttpRequest(HttpMethod.GET, url)
                .setHeader(HttpHeaderName.fromString("Metadata"), "true"));
  }

  private TokenSource workload(
      Optional<String> tenantId, Optional<String> clientId, Optional<Path> tokenFile) {
    String tenant = tenantId.orElseGet(() -> needSetting("tenant-id", "AZURE_TENANT_ID"));
    String client = clientId.orElseGet(() -> needSetting("client-id", "AZURE_CLIENT_ID"));
    Path file =
        tokenFile.orElseGet(() -> Path.of(needSetting("token-file", "AZURE_FEDERATED_TOKEN_FILE")));
    String url =
        withoutSlash(variable("AZURE_AUTHORITY_HOST").orElse(AUTHORITY))
            + "/"
            + encoded(tenant)
            + "/oauth2/v2.0/token";
    return () ->
        ask(
            "Microsoft Entra (tenant " + tenant + ", client " + client + ")",
            new HttpRequest(HttpMethod.POST, url)
                .setHeader(HttpHeaderName.CONTENT_TYPE, "application/x-www-form-urlencoded")
                .setBody(
                    "grant_type=client_credentials&scope="
                        + encoded(service + "/.default")
                        + "&client_id="
                        + encoded(client)
                        + "&client_assertion_type="
                        + encoded("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                        + "&client_assertion="
                        + encoded(assertion(file))));
  }

  /** Read each time, because Kubernetes replaces it every hour. */
  private static String assertion(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_TOKEN_FILE), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw RequestFailure.ofIdentity("the token file " + file, RequestFailure.of(e), "");
    }
  }

  private Token ask(String source, HttpRequest request) {
    RequestFailure failure;
    String detail = "";
    try (HttpResponse response = Attempts.once(() -> transport.sendSync(request, Context.NONE))) {
      Map<String, Object> body = json(response);
      if (response.getStatusCode() == 200) {
        return token(body);
      }
      failure = RequestFailure.of(response);
      detail = text(body, "error_description").or(() -> text(body, "error")).orElse("");
    } catch (RequestFailure e) {
      failure = e;
    } catch (IOException e) {
      failure = RequestFailure.of(e);
    }
    throw RequestFailure.ofIdentity(
        source, failure, detail.lines().findFirst().map(IdentityTokens::cut).orElse(""));
  }

  private static Map<String, Object> json(HttpResponse response) throws IOException {
    try (JsonReader reader = JsonProviders.createReader(response.getBodyAsBinaryData().toBytes())) {
      return reader.readMap(JsonReader::readUntyped);
    } catch (IOException | IllegalStateException e) {
      if (response.getStatusCode() == 200) {
        throw new IOException("an answer that is no JSON object", e);
      }
      return Map.of();
    }
  }

  private Token token(Map<String, Object> body) throws IOException {
    String bearer =
        text(body, "access_token").orElseThrow(() -> new IOException("an answer without a token"));
    Instant now = clock.instant();
    Instant expiresAt =
        number(body, "expires_in")
            .map(now::plusSeconds)
            .or(() -> number(body, "expires_on").map(Instant::ofEpochSecond))
            .orElseThrow(() -> new IOException("a token without its time of expiry"));
    Duration life = Duration.between(now, expiresAt);
    // Long before the end where there is time, so that an outage of the source is not ours.
    Duration fresh =
        life.compareTo(Duration.ofHours(2)) > 0 ? life.dividedBy(2) : life.minusMinutes(5);
    return new Token(new AzureSecret(bearer), now.plus(fresh), expiresAt);
  }

  private static Optional<String> text(Map<String, Object> body, String name) {
    return Optional.ofNullable(body.get(name)).map(Object::toString).filter(s -> !s.isBlank());
  }

  /** Some endpoints write numbers as texts. */
  private static Optional<Long> number(Map<String, Object> body, String name) {
    return text(body, name).filter(text -> text.matches("\\d{1,12}")).map(Long::valueOf);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private String needVariable(String name) {
    return variable(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the environment variable " + name + " is missing beside IDENTITY_ENDPOINT"));
  }

  private String needSetting(String setting, String name) {
    return variable(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    setting + " is missing, and so is the environment variable " + name));
  }

  private static String cut(String text) {
    return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL) + "…";
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
