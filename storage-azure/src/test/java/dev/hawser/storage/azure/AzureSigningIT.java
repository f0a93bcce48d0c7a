package dev.hawser.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.DownloadGrant;
import dev.hawser.storage.PutOptions;
import dev.hawser.storage.SignedRequest;
import dev.hawser.storage.UploadGrant;
import dev.hawser.storage.azure.FakeServer.Told;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Signed requests, sent by a client that knows nothing else. */
class AzureSigningIT {
  private final BlobKey key = new BlobKey("signed/" + UUID.randomUUID() + "/a=1");

  @Test
  void a_signed_get_downloads_the_blob_and_no_other() throws Exception {
    try (AzureBlobStore store = open(Azurite.shared().settings())) {
      store.put(key, BlobSource.of("hello".getBytes(StandardCharsets.UTF_8)), PutOptions.DEFAULT);

      SignedRequest signed = store.signGet(key, DownloadGrant.of(Duration.ofMinutes(5)));

      assertThat(send(signed, signed.url(), "").body()).isEqualTo("hello");
      URI other = URI.create(signed.url().toString().replace("a%3D1", "a%3D2"));
      assertThat(send(signed, other, "").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void a_signed_put_uploads_the_blob_with_its_type() throws Exception {
    try (AzureBlobStore store = open(Azurite.shared().settings())) {
      SignedRequest signed =
          store.signPut(key, new UploadGrant("text/plain", 5, Duration.ofMinutes(5)));

      assertThat(send(signed, signed.url(), "hello").statusCode()).isEqualTo(201);

      BlobInfo info = store.head(key).orElseThrow();
      assertThat(info.contentType()).isEqualTo("text/plain");
      assertThat(info.size()).isEqualTo(5);
      assertThat(info.metadata()).isEmpty();
    }
  }

  @Test
  void an_expired_signature_is_refused() throws Exception {
    InstantSource past = InstantSource.offset(InstantSource.system(), Duration.ofHours(-1));
    try (AzureBlobStore store = AzureBlobStore.open(Azurite.shared().settings(), past)) {
      SignedRequest signed = store.signGet(key, DownloadGrant.of(Duration.ofMinutes(5)));

      assertThat(send(signed, signed.url(), "").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void a_validity_out_of_its_bounds_is_refused() {
    try (AzureBlobStore store = open(Azurite.shared().settings())) {
      assertThatThrownBy(() -> store.signGet(key, DownloadGrant.of(Duration.ZERO)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.signGet(key, DownloadGrant.of(Duration.ofDays(8))))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_store_with_a_sas_token_works_and_does_not_sign() {
    AzureSecret token =
        Azurite.shared()
            .sasToken(InstantSource.system().instant().plusSeconds(600).atOffset(ZoneOffset.UTC));
    AzureSettings settings =
        new AzureSettings(
            Azurite.CONTAINER,
            Azurite.shared().endpoint(),
            new AzureAccess.SasToken(Azurite.ACCOUNT, token));
    try (AzureBlobStore store = open(settings)) {
      store.put(key, BlobSource.of(new byte[10]), PutOptions.DEFAULT);
      assertThat(store.head(key)).isPresent();
      assertThat(store.deleteAll(List.of(key, new BlobKey("signed/absent"))).failures()).isEmpty();
      assertThat(store.head(key)).isEmpty();

      assertThatThrownBy(() -> store.signGet(key, DownloadGrant.of(Duration.ofMinutes(5))))
          .isInstanceOf(BlobException.AccessDenied.class)
          .hasMessageContaining("SAS token");
    }
  }

  @Test
  void an_identity_shows_a_token_and_signs_with_a_key_that_is_kept() throws Exception {
    AtomicInteger tokens = new AtomicInteger();
    try (FakeServer server =
            new FakeServer(
                asked -> {
                  if (asked.uri().getPath().startsWith("/metadata")) {
                    return Told.json(
                        200,
                        "{\"access_token\":\"t-%d\",\"expires_in\":3600}"
                            .formatted(tokens.incrementAndGet()));
                  }
                  if (asked.header("Authorization").equals("Bearer t-1")) {
                    return Told.error(401, "InvalidAuthenticationInfo");
                  }
                  return new Told(200, Map.of("Content-Type", "application/xml"), delegationKey());
                });
        AzureBlobStore store = open(server)) {
      SignedRequest signed = store.signGet(key, DownloadGrant.of(Duration.ofDays(1)));
      store.signPut(key, new UploadGrant("text/plain", 5, Duration.ofMinutes(5)));

      assertThat(signed.url().getRawQuery())
          .contains("skoid=object", "sktid=tenant", "sp=r&", "sr=b", "sig=");
      assertThat(server.asked)
          .extracting(asked -> asked.method() + " " + asked.header("Authorization"))
          .containsExactly("GET ", "POST Bearer t-1", "GET ", "POST Bearer t-2");
    }
  }

  @Test
  void an_identity_that_may_not_sign_is_told_which_role_it_lacks() throws Exception {
    try (FakeServer server =
            new FakeServer(
                asked ->
                    asked.uri().getPath().startsWith("/metadata")
                        ? Told.json(200, "{\"access_token\":\"t\",\"expires_in\":3600}")
                        : Told.error(403, "AuthorizationPermissionMismatch"));
        AzureBlobStore store = open(server)) {
      assertThatThrownBy(() -> store.signGet(key, DownloadGrant.of(Duration.ofMinutes(5))))
          .isInstanceOf(BlobException.AccessDenied.class)
          .hasMessageContainingAll("Storage Blob Delegator", "AuthorizationPermissionMismatch");
    }
  }

  private static String delegationKey() {
    Instant expiry = InstantSource.system().instant().plus(Duration.ofDays(6));
    return """
    <?xml version="1.0" encoding="utf-8"?>
    <UserDelegationKey>
      <SignedOid>object</SignedOid>
      <SignedTid>tenant</SignedTid>
      <SignedStart>2026-11-25T00:00:00Z</SignedStart>
      <SignedExpiry>%s</SignedExpiry>
      <SignedService>b</SignedService>
      <SignedVersion>2024-11-04</SignedVersion>
      <Value>a2V5</Value>
    </UserDelegationKey>
    """
        .formatted(expiry);
  }

  private static AzureBlobStore open(AzureSettings settings) {
    return AzureBlobStore.open(settings, InstantSource.system());
  }

  private static AzureBlobStore open(FakeServer server) {
    AzureSettings settings =
        new AzureSettings(
            "blobs", server.account(), new AzureAccess.ManagedIdentity("acme", Optional.empty()));
    return AzureBlobStore.open(
        settings,
        InstantSource.system(),
        Limits.STANDARD,
        HttpClient.newBuilder(),
        Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.uri().toString()));
  }

  private static HttpResponse<String> send(SignedRequest signed, URI url, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .method(
                signed.method(),
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    signed.headers().forEach(request::header);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
