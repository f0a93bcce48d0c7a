package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobUrlSigner;
import dev.hawser.storage.DownloadGrant;
import dev.hawser.storage.PutOptions;
import dev.hawser.storage.SignedRequest;
import dev.hawser.storage.UploadGrant;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Signed requests, sent by somebody who has nothing but them. */
abstract class SigningContract extends RemoteCase {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final String TYPE = "image/png";
  private static final byte[] BYTES = "0123456789".getBytes(StandardCharsets.UTF_8);
  private static final byte[] MORE = "0123456789X".getBytes(StandardCharsets.UTF_8);

  private final Stranger stranger = new Stranger();

  SigningContract(RemoteBlobStoreContract contract) {
    super(contract);
  }

  @Test
  final void a_signed_get_downloads_the_blob_with_its_type() throws Exception {
    store.put(key("a"), source("0123456789"), PutOptions.DEFAULT.withContentType(TYPE));

    Stranger.Answer answer = stranger.get(signer().signGet(key("a"), DownloadGrant.of(LONG)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(BYTES);
    assertThat(answer.contentType()).isEqualTo(TYPE);
  }

  @Test
  final void a_signed_get_downloads_a_range() throws Exception {
    put(key("a"), "0123456789");

    Stranger.Answer answer =
        stranger.get(
            signer().signGet(key("a"), DownloadGrant.of(LONG)), Map.of("Range", "bytes=3-6"));

    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("3456");
  }

  @Test
  final void a_signed_get_downloads_under_the_granted_name_and_type() throws Exception {
    store.put(key("a"), source("0123456789"), PutOptions.DEFAULT.withContentType(TYPE));

    for (String name :
        List.of(
            "report.pdf",
            "Bericht für Müller & Söhne (\"Q3\"; 100%).pdf",
            "a+b = 'c'*~#?.txt",
            "x\r\nX-Evil: 1",
            "名".repeat(DownloadGrant.MAX_FILE_NAME))) {
      DownloadGrant grant =
          DownloadGrant.of(LONG).withFileName(name).withContentType("application/pdf");

      Stranger.Answer answer = stranger.get(signer().signGet(key("a"), grant));

      assertThat(answer.status()).as(name).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(BYTES);
      assertThat(answer.header("content-disposition")).contains(DownloadGrant.attachment(name));
      assertThat(answer.contentType()).isEqualTo("application/pdf");
      assertThat(answer.header("x-evil")).isEmpty();
    }
  }

  @Test
  final void a_signed_get_names_also_a_range() throws Exception {
    put(key("a"), "0123456789");
    DownloadGrant grant = DownloadGrant.of(LONG).withFileName("digits.txt");

    Stranger.Answer answer =
        stranger.get(signer().signGet(key("a"), grant), Map.of("Range", "bytes=3-6"));

    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.header("content-disposition"))
        .contains(DownloadGrant.attachment("digits.txt"));
  }

  @Test
  final void a_signed_get_is_good_for_its_file_name_and_type_only() throws Exception {
    put(key("a"), "x");
    DownloadGrant grant =
        DownloadGrant.of(LONG).withFileName("report.pdf").withContentType("application/pdf");
    SignedRequest named = signer().signGet(key("a"), grant);
    SignedRequest plain = signer().signGet(key("a"), DownloadGrant.of(LONG));
    String url = named.url().toString();
    assertThat(url).contains("report.pdf", "application%2Fpdf");

    assertRefused(stranger.get(at(named, url.replace("report.pdf", "malice.exe"))));
    assertRefused(stranger.get(at(named, url.replace("application%2Fpdf", "text%2Fhtml"))));
    assertRefused(stranger.get(at(named, url.replaceFirst("[^&?]*report\\.pdf[^&]*&?", ""))));
    for (String parameter : url.substring(url.indexOf('?') + 1).split("&")) {
      if (parameter.contains("report.pdf")) {
        assertRefused(stranger.get(at(plain, plain.url() + "&" + parameter)));
      }
    }
  }

  @Test
  final void a_signed_get_of_a_missing_blob_is_not_found() throws Exception {
    assertThat(stranger.get(signer().signGet(key("a"), DownloadGrant.of(LONG))).status())
        .isEqualTo(404);
  }

  @Test
  final void a_signed_get_finds_what_is_put_later() throws Exception {
    SignedRequest request = signer().signGet(key("a/b=c._-/d"), DownloadGrant.of(LONG));
    put(key("a/b=c._-/d"), "later");

    assertThat(stranger.get(request).body()).asString(StandardCharsets.UTF_8).isEqualTo("later");
  }

  @Test
  final void a_signed_request_tells_its_method_and_its_end() {
    Instant before = InstantSource.system().instant();

    SignedRequest get = signer().signGet(key("a"), DownloadGrant.of(LONG));
    SignedRequest put = signer().signPut(key("a"), grant(LONG));

    assertThat(get.method()).isEqualTo("GET");
    assertThat(put.method()).isEqualTo("PUT");
    Instant after = InstantSource.system().instant();
    assertThat(get.expiresAt()).isBetween(before.plus(LONG).minusSeconds(1), after.plus(LONG));
    assertThat(put.expiresAt()).isBetween(before.plus(LONG).minusSeconds(1), after.plus(LONG));
  }

  @Test
  final void a_signed_put_stores_a_blob_of_the_granted_type_and_length() throws Exception {
    Stranger.Answer answer = stranger.put(signer().signPut(key("a"), grant(LONG)), BYTES);

    assertThat(answer.status()).isBetween(200, 299);
    assertHolds(key("a"), BYTES);
    BlobInfo info = store.head(key("a")).orElseThrow();
    assertThat(info.contentType()).isEqualTo(TYPE);
    assertThat(info.metadata()).isEmpty();
    assertThat(names("", 10)).containsExactly("a");
  }

  @Test
  final void a_signed_put_of_another_type_is_refused_where_the_service_can() throws Exception {
    SignedRequest granted = signer().signPut(key("a"), grant(LONG));

    Stranger.Answer answer = stranger.put(granted, BYTES, TYPE, "text/html");

    assertBound(StoreTraits.Bound.CONTENT_TYPE, answer);
  }

  @Test
  final void a_signed_put_of_another_length_is_refused_where_the_service_can() throws Exception {
    Stranger.Answer answer = stranger.put(signer().signPut(key("a"), grant(LONG)), MORE);

    assertBound(StoreTraits.Bound.LENGTH, answer);
  }

  @Test
  final void a_signed_request_is_good_for_its_key_only() throws Exception {
    put(key("allowed"), "allowed");
    put(key("secret1"), "secret");

    assertRefused(
        stranger.get(elsewhere(signer().signGet(key("allowed"), DownloadGrant.of(LONG)))));
    assertRefused(stranger.put(elsewhere(signer().signPut(key("allowed"), grant(LONG))), BYTES));

    assertHolds(key("secret1"), "secret");
  }

  @Test
  final void a_signed_get_does_not_put() throws Exception {
    put(key("a"), "old");
    SignedRequest get = signer().signGet(key("a"), DownloadGrant.of(LONG));
    Map<String, String> headers = signer().signPut(key("a"), grant(LONG)).headers();

    assertRefused(
        stranger.put(new SignedRequest("PUT", get.url(), headers, get.expiresAt()), BYTES));

    assertHolds(key("a"), "old");
  }

  @Test
  final void a_changed_signature_is_refused() throws Exception {
    put(key("a"), "old");

    assertRefused(stranger.get(forged(signer().signGet(key("a"), DownloadGrant.of(LONG)))));
    assertRefused(stranger.put(forged(signer().signPut(key("a"), grant(LONG))), BYTES));

    assertHolds(key("a"), "old");
  }

  @Test
  final void a_signed_request_expires() {
    put(key("a"), "old");
    SignedRequest get = signer().signGet(key("a"), DownloadGrant.of(SHORT));
    SignedRequest put = signer().signPut(key("b"), grant(SHORT));

    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertRefused(stranger.get(get)));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertRefused(stranger.put(put, BYTES)));
  }

  @Test
  final void a_validity_out_of_its_bounds_is_refused() {
    for (Duration wrong :
        new Duration[] {
          Duration.ZERO,
          Duration.ofSeconds(-1),
          Duration.ofMillis(999),
          BlobUrlSigner.MAX_VALIDITY.plusSeconds(1)
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> signer().signGet(key("a"), DownloadGrant.of(wrong)));
      assertThatIllegalArgumentException().isThrownBy(() -> grant(wrong));
    }
  }

  @Test
  final void the_longest_validity_works() throws Exception {
    put(key("a"), "x");

    SignedRequest request =
        signer().signGet(key("a"), DownloadGrant.of(BlobUrlSigner.MAX_VALIDITY));

    assertThat(stranger.get(request).status()).isEqualTo(200);
  }

  private BlobUrlSigner signer() {
    assertThat(store).isInstanceOf(BlobUrlSigner.class);
    return (BlobUrlSigner) store;
  }

  private static UploadGrant grant(Duration validity) {
    return new UploadGrant(TYPE, BYTES.length, validity);
  }

  private void assertBound(StoreTraits.Bound bound, Stranger.Answer answer) {
    if (traits().bound().contains(bound)) {
      assertRefused(answer);
      assertThat(store.head(key("a"))).isEmpty();
    } else {
      assertThat(answer.status()).as("the service binds it after all").isBetween(200, 299);
    }
  }

  private static void assertRefused(Stranger.Answer answer) {
    assertThat(answer.status()).isIn(400, 401, 403);
  }

  private static SignedRequest elsewhere(SignedRequest request) {
    return at(request, request.url().toString().replace("allowed", "secret1"));
  }

  /** With one character of the signature changed. */
  private static SignedRequest forged(SignedRequest request) {
    String url = request.url().toString();
    Matcher signature =
        Pattern.compile("(?i)[?&](?:[^=&]*-signature|sig|signature)=(?:%..)*(.)").matcher(url);
    assertThat(signature.find()).as("a signature in the query of " + request).isTrue();
    String other = signature.group(1).equals("a") ? "b" : "a";
    return at(
        request, url.substring(0, signature.start(1)) + other + url.substring(signature.end(1)));
  }

  private static SignedRequest at(SignedRequest request, String url) {
    return new SignedRequest(
        request.method(), URI.create(url), request.headers(), request.expiresAt());
  }
}
