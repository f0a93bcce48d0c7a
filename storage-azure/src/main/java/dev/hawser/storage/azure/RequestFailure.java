package dev.hawser.storage.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * A request that did not succeed, before it is known what that means for the caller. It holds
 * nothing of the request: headers and URLs carry credentials.
 */
final class RequestFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");
  private static final HttpHeaderName REQUEST_ID = HttpHeaderName.fromString("x-ms-request-id");

  private final int status;
  private final String code;
  private final String requestId;
  private final @Nullable Duration retryAfter;
  private final boolean lost;

  private RequestFailure(
      String message, @Nullable Throwable cause, int status, Answer answer, boolean lost) {
    super(message, cause);
    this.status = status;
    this.code = answer.code;
    this.requestId = answer.requestId;
    this.retryAfter = answer.retryAfter;
    this.lost = lost;
  }

  /** What the headers of an answer say about its failure. */
  private record Answer(String code, String requestId, @Nullable Duration retryAfter) {
    static final Answer NONE = new Answer("", "", null);

    static Answer of(HttpResponse response) {
      return new Answer(
          Optional.ofNullable(response.getHeaderValue(ERROR_CODE)).orElse(""),
          Optional.ofNullable(response.getHeaderValue(REQUEST_ID)).orElse(""),
          retryAfter(response.getHeaderValue(HttpHeaderName.RETRY_AFTER)));
    }

    private static @Nullable Duration retryAfter(@Nullable String seconds) {
      return seconds != null && seconds.matches("\\d{1,4}")
          ? Duration.ofSeconds(Long.parseLong(seconds))
          : null;
    }
  }

  /** The service answered with a status that is no success. */
  static RequestFailure of(HttpResponse response) {
    int status = response.getStatusCode();
    return new RequestFailure(
        "status " + status, null, status, Answer.of(response), mayHaveDone(status));
  }

  /** As above, or what answered is not the service: a proxy with a page in HTML. */
  static RequestFailure of(HttpResponseException failure) {
    return of(failure.getResponse());
  }

  /** No answer came, or not all of it. */
  static RequestFailure of(IOException failure) {
    boolean unsent =
        failure instanceof ConnectException
            || failure instanceof HttpConnectTimeoutException
            || failure instanceof SSLHandshakeException;
    String message =
        failure.getClass().getSimpleName()
            + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
    return new RequestFailure(message, failure, 0, Answer.NONE, !unsent);
  }

  /**
   * There is no token for a request, which was not sent therefore.
   *
   * @param source where the token was to come from
   * @param detail what it said; may be empty
   */
  static RequestFailure ofIdentity(String source, RequestFailure failure, String detail) {
    boolean refused = failure.status >= 400 && failure.status < 408;
    String message =
        source
            + " gave no token: "
            + failure.describe()
            + (detail.isEmpty() ? "" : " (" + detail + ")");
    return new RequestFailure(
        message,
        failure.getCause(),
        refused ? 401 : 503,
        new Answer("", "", failure.retryAfter),
        false);
  }

  /** The same, after an earlier try whose outcome nobody knows. */
  RequestFailure afterLostAnswer() {
    return lost
        ? this
        : new RequestFailure(
            String.valueOf(getMessage()),
            getCause(),
            status,
            new Answer(code, requestId, retryAfter),
            true);
  }

  /** The HTTP status; 0 when no answer came. */
  int status() {
    return status;
  }

  /** The service's name of the failure; empty when it said none. */
  String code() {
    return code;
  }

  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Whether this or an earlier try may have been carried out all the same. */
  boolean isLost() {
    return lost;
  }

  boolean is(int wanted, String wantedCode) {
    return status == wanted && code.equals(wantedCode);
  }

  /** Whether the same request may succeed shortly. */
  boolean isTransient() {
    return switch (status) {
      case 0 ->
          !(getCause() instanceof SSLHandshakeException
              || getCause() instanceof InterruptedIOException);
      case 408, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** For messages: what happened, the service's code and its id of the request. */
  String describe() {
    return getMessage()
        + (code.isEmpty() ? "" : " " + code)
        + (requestId.isEmpty() ? "" : ", request " + requestId);
  }

  /** 429 and 503 refuse a request before it is carried out; the others may come too late. */
  private static boolean mayHaveDone(int status) {
    return status == 408 || status == 500 || status == 502 || status == 504;
  }
}
