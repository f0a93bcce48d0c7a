package dev.hawser.storage.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import dev.hawser.storage.BlobException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GcsErrorsTest {
  private final GcsErrors errors = new GcsErrors("a-bucket");

  @Test
  void a_message_names_the_action_the_bucket_googles_words_and_the_request() {
    BlobException failure = errors.classify("put a/b", answer(403, "forbidden", "no right"));

    assertThat(failure)
        .isInstanceOf(BlobException.AccessDenied.class)
        .hasMessageContainingAll(
            "put a/b", "a-bucket", "403", "forbidden", "no right", "request-77");
  }

  @Test
  void the_address_of_a_request_is_in_no_message() {
    BlobException failure = errors.classify("put a/b", answer(400, "invalid", "bad"));

    assertThat(failure).isInstanceOf(BlobException.Rejected.class).hasNoCause();
    assertThat(failure.getMessage()).doesNotContain("upload_id");
  }

  @Test
  void too_much_is_unavailable_also_when_google_calls_it_forbidden() {
    for (IOException failure :
        List.of(
            answer(429, "rateLimitExceeded", "slow down"),
            answer(403, "rateLimitExceeded", "slow down"),
            answer(500, "backendError", ""),
            answer(503, "backendError", ""))) {
      assertThat(GcsErrors.isPassing(failure)).isTrue();
      assertThat(errors.classify("x", failure)).isInstanceOf(BlobException.Unavailable.class);
    }
  }

  @Test
  void a_missing_bucket_is_not_a_missing_blob() {
    IOException bucket = answer(404, "notFound", "The specified bucket does not exist.");

    assertThat(GcsErrors.isMissingBlob(bucket)).isFalse();
    assertThat(GcsErrors.isMissingBlob(answer(404, "notFound", "No such object: b/k"))).isTrue();
    assertThat(GcsErrors.isMissingBlob(plain(404))).as("the page of some proxy").isFalse();
    assertThat(errors.classify("x", bucket)).isInstanceOf(BlobException.Unavailable.class);
    assertThat(GcsErrors.isPassing(bucket)).isFalse();
  }

  @Test
  void only_requests_that_may_have_worked_are_in_doubt() {
    assertThat(GcsErrors.mayHaveHappened(new ConnectException("refused"))).isFalse();
    assertThat(GcsErrors.mayHaveHappened(answer(503, "", ""))).isFalse();
    assertThat(GcsErrors.mayHaveHappened(answer(429, "", ""))).isFalse();
    assertThat(GcsErrors.mayHaveHappened(answer(412, "", ""))).isFalse();
    assertThat(GcsErrors.mayHaveHappened(new SocketTimeoutException("read"))).isTrue();
    assertThat(GcsErrors.mayHaveHappened(answer(500, "", ""))).isTrue();
    assertThat(GcsErrors.mayHaveHappened(plain(504))).isTrue();
  }

  @Test
  void a_refused_token_is_denied_and_a_token_service_that_is_down_is_unavailable() {
    IOException refused = new GcsClient.NoTokenException(new IOException("no", plain(400)));
    IOException down = new GcsClient.NoTokenException(new IOException("no", plain(503)));
    IOException away = new GcsClient.NoTokenException(new IOException("no route"));

    assertThat(errors.classify("x", refused)).isInstanceOf(BlobException.AccessDenied.class);
    assertThat(errors.classify("x", down)).isInstanceOf(BlobException.Unavailable.class);
    assertThat(errors.classify("x", away)).isInstanceOf(BlobException.Unavailable.class);
    assertThat(GcsErrors.mayHaveHappened(away)).isFalse();
  }

  private static IOException answer(int status, String reason, String message) {
    GoogleJsonError.ErrorInfo info = new GoogleJsonError.ErrorInfo();
    info.setReason(reason);
    GoogleJsonError details = new GoogleJsonError();
    details.setMessage(message);
    details.setErrors(List.of(info));
    HttpHeaders headers = new HttpHeaders().set("x-guploader-uploadid", "request-77");
    return new GoogleJsonResponseException(
        new HttpResponseException.Builder(status, "", headers)
            .setMessage("PUT https://storage.googleapis.com/upload?upload_id=secret"),
        details);
  }

  private static IOException plain(int status) {
    return new HttpResponseException.Builder(status, "", new HttpHeaders()).build();
  }
}
