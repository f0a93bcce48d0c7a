package dev.hawser.storage.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.DownloadGrant;
import dev.hawser.storage.SignedRequest;
import dev.hawser.storage.UploadGrant;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Compares signatures with those that Google's own library (google-cloud-storage 2.78.0) makes of
 * the same key, clock and request.
 */
class GcsUrlSignerTest {
  /** Made for this test; opens nothing. */
  private static final String KEY =
      "MIICdQIBADANBgkqhkiG9w0BAQEFAASCAl8wggJbAgEAAoGBAJJaJumBcf4OlSXGQyCU7Uyr"
          + "YWzObfzmd7Bw6ld2yljBSYfMi5u7/NHxlWMxbGLhTUWITvdwm5QDDio5dRiAyLA37PPCZSYQ"
          + "M+X3fGz3Gr8m9cYaWnWHNrC0W8ErL4bQwt/skAyV0klNh5LW1uuKQgsT4iiBeRzRWv8QOwR3"
          + "lZYHAgMBAAECgYAEU1fNFP9ag/HSkP6Q6vXsizAw+BT2IZWuCFhUx3UJlITo15nUu4Soa9x/"
          + "dwl+Dqyq/nFfDNv8Tu7PPq2AUOYdi665GKzRdf8CSUNxmSsY75lGT6NVOl5c1ChmbVk9L0VT"
          + "M6TG8oR1rAGnMyETSgJlhp8CoDrADsmZGTNfaJ38KQJBANz8wwTe6N25Tksl8nq0l8yOKoHU"
          + "X64sWq4kwhCWMWtgPuEIeOWw7jUFduLcnv4s8wI5No9mHnmzToiDX4nOS/sCQQCpijCOOKQt"
          + "Qy3GRwic0biCKHIbrTkswPWbyxL2KoKpHhsq/Lo9n4vvOvppkQq4AIm6GNrJDc0bTU4YX6zc"
          + "JhRlAkBBFdjCSHzBQOCEVYrTBPlob76pOklr3PhgLcdSZ0nq3A/o6zvgOnoN96wKKPxS1B5G"
          + "W19sYKE9KshIgJjU14OdAkB0G/ri+/GcOfzYZP+F/q8hHLgBMmIMv121w58JzdVMIx0yFIEs"
          + "AN9iCH9E2xt/JocsVydHOFd20jugv61v2/htAkBWjNPHyPgUSmqtmOZEk/sWdaJ+UQ78eUiC"
          + "jvyz7mr4bFNxtAXskbzighz4R9JYLoWB+CkClZkAL55LhuBV/nJQ";

  private static final String GET_SIGNATURE =
      "1e0b24ee27ced8547a4b3c851ea9dac8768e81fbfef227c3365dc3e7bd363c9dba5d55b6"
          + "fd5a1baac2360fac0855deb4cc6b4e27fedf413949d287a0a33ae57faf86897eeab0e3a7"
          + "464a7418db7edd91bd384182807d3d945b285b61ab73d17c09c9fe698260a1ee27c50758"
          + "bbadcb2a0ec457099f81caefa27f16508a1bbb50";
  private static final String PUT_SIGNATURE =
      "14109288f49ae5727f73958ea405b5eeaf392b263a832c2e5d09425b3723269cd14c1a0c"
          + "e50dc5cec0c8370db0c89ddab59170baf54f06299e9eea2826f63ba200893e45f9b549e8"
          + "68bf8294166e46c75240679c09c7a9a2fe01f688377c00debe92ec125a1829fd7ca0716f"
          + "cfa2d4bdbb08ac541cce7a2c043e55b3da6f37b2";

  private static final String ADDRESS =
      "https://storage.googleapis.com/hawser-test/files/day%3D2026-11-25/a.b_c-d/x";
  private static final BlobKey BLOB = new BlobKey("files/day=2026-11-25/a.b_c-d/x");
  private static final Duration VALIDITY = Duration.ofMinutes(10);
  private static final Instant NOW = Instant.ofEpochMilli(1_795_600_000_000L);

  @Test
  void a_signed_get_is_the_one_that_googles_library_makes() throws Exception {
    SignedRequest request = signer().get(BLOB, DownloadGrant.of(VALIDITY));

    assertThat(request.url())
        .hasToString(
            ADDRESS
                + "?X-Goog-Algorithm=GOOG4-RSA-SHA256"
                + "&X-Goog-Credential=hawser%40fake.iam.gserviceaccount.com"
                + "%2F20261125%2Fauto%2Fstorage%2Fgoog4_request"
                + "&X-Goog-Date=20261125T094640Z&X-Goog-Expires=600&X-Goog-SignedHeaders=host"
                + "&X-Goog-Signature="
                + GET_SIGNATURE);
    assertThat(request.headers()).isEmpty();
    assertThat(request.expiresAt()).isEqualTo(NOW.plus(VALIDITY));
  }

  @Test
  void a_signed_put_binds_type_and_length_as_googles_library_does() throws Exception {
    SignedRequest request = signer().put(BLOB, new UploadGrant("image/png", 10, VALIDITY));

    assertThat(request.url().toString()).startsWith(ADDRESS).endsWith("=" + PUT_SIGNATURE);
    assertThat(request.headers())
        .isEqualTo(Map.of("content-type", "image/png", "x-goog-content-length-range", "10,10"));
  }

  @Test
  void credentials_that_cannot_sign_are_denied_with_what_to_do() {
    GoogleCredentials token = GoogleCredentials.create(AccessToken.newBuilder().build());

    assertThatThrownBy(() -> signer(token).get(BLOB, DownloadGrant.of(VALIDITY)))
        .isInstanceOf(BlobException.AccessDenied.class)
        .hasMessageContaining("iam.serviceAccounts.signBlob");
  }

  private static GcsUrlSigner signer() throws Exception {
    byte[] encoded = Base64.getDecoder().decode(KEY);
    PrivateKey key =
        KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    return signer(
        ServiceAccountCredentials.newBuilder()
            .setClientEmail("hawser@fake.iam.gserviceaccount.com")
            .setPrivateKey(key)
            .build());
  }

  private static GcsUrlSigner signer(GoogleCredentials credentials) {
    return new GcsUrlSigner(GcsClient.GOOGLE, "hawser-test", credentials, InstantSource.fixed(NOW));
  }
}
