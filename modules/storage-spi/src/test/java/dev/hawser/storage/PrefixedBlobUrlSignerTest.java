package dev.hawser.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PrefixedBlobUrlSignerTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private final BlobUrlSigner signer =
      new PrefixedBlobUrlSigner(new PlainSigner(), new BlobPrefix("tenant/"));

  @Test
  void keys_are_signed_below_the_prefix() {
    UploadGrant grant = new UploadGrant("image/png", 7, HOUR);

    assertThat(
            signer.signGet(new BlobKey("a/b"), DownloadGrant.of(HOUR).withFileName("b.txt")).url())
        .hasToString("http://x/tenant/a/b?as=b.txt");
    SignedRequest put = signer.signPut(new BlobKey("a/b"), grant);
    assertThat(put.url()).hasToString("http://x/tenant/a/b");
    assertThat(put.headers()).containsEntry("type", "image/png").containsEntry("length", "7");
  }

  @Test
  void a_prefix_that_other_tenants_share_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PrefixedBlobUrlSigner(new PlainSigner(), new BlobPrefix("tenant")))
        .withMessageContaining("tenant");
  }

  private static final class PlainSigner implements BlobUrlSigner {
    @Override
    public SignedRequest signGet(BlobKey key, DownloadGrant grant) {
      return new SignedRequest(
          "GET",
          URI.create("http://x/" + key + "?as=" + grant.fileName().orElseThrow()),
          Map.of(),
          Instant.EPOCH);
    }

    @Override
    public SignedRequest signPut(BlobKey key, UploadGrant grant) {
      return new SignedRequest(
          "PUT",
          URI.create("http://x/" + key),
          Map.of("type", grant.contentType(), "length", Long.toString(grant.length())),
          Instant.EPOCH);
    }
  }
}
