package dev.hawser.storage.gcp;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import dev.hawser.storage.BlobException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a failure means. Nothing else in this package looks at status codes to judge one. */
final class GcsErrors {
  private static final int LONGEST_MESSAGE = 300;

  /** 403 with one of these is about how much, not about who. */
  private static final Set<String> TOO_MUCH =
      Set.of("rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded");

  private final String bucket;

  GcsErrors(String bucket) {
    this.bucket = bucket;
  }

  /** What the service said no with. */
  record Refusal(int status, String reason, String message, String requestId) {
    static Refusal of(HttpResponseException e) {
      GoogleJsonError details =
          e instanceof GoogleJsonResponseException json ? json.getDetails() : null;
      return of(e.getStatusCode(), details, e.getHeaders());
    }

    static Refusal of(int status, @Nullable GoogleJsonError details, HttpHeaders headers) {
      String reason = "";
      String message = "";
      if (details != null) {
        message = details.getMessage() == null ? "" : details.getMessage();
        if (details.getErrors() != null && !details.getErrors().isEmpty()) {
          reason = details.getErrors().getFirst().getReason();
        }
      }
      Object id = headers.get("x-guploader-uploadid");
      return new Refusal(
          status,
          reason == null ? "" : reason,
          message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)),
          id == null ? "" : headers.getFirstHeaderStringValue("x-guploader-uploadid"));
    }

    /** A 404 that is about the blob and not about the bucket. */
    boolean isMissingBlob() {
      return status == 404 && !message.isEmpty() && !message.contains("bucket does not exist");
    }

    boolean isPassing() {
      return status == 408
          || status == 429
          || status >= 500
          || (status == 403 && TOO_MUCH.contains(reason));
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("Google Cloud Storage answered ").append(status);
      if (!reason.isEmpty()) {
        text.append(' ').append(reason);
      }
      if (!message.isEmpty()) {
        text.append(": ").append(message);
      }
      if (!requestId.isEmpty()) {
        text.append(" (request ").append(requestId).append(')');
      }
      return text.toString();
    }
  }

  static Optional<Refusal> refusal(IOException failure) {
    return failure instanceof HttpResponseException answer
        ? Optional.of(Refusal.of(answer))
        : Optional.empty();
  }

  /** 0 when the service did not answer. */
  static int status(IOException failure) {
    return failure instanceof HttpResponseException answer ? answer.getStatusCode() : 0;
  }

  static boolean isMissingBlob(IOException failure) {
    return refusal(failure).filter(Refusal::isMissingBlob).isPresent();
  }

  /** Whether the same request may be answered otherwise in a moment. */
  static boolean isPassing(IOException failure) {
    if (failure instanceof GcsClient.NoTokenException) {
      return tokenStatus(failure) == 0
          || tokenStatus(failure) == 429
          || tokenStatus(failure) >= 500;
    }
    return refusal(failure).map(Refusal::isPassing).orElse(true);
  }

  /**
   * Whether a request that failed so may have had its effect. A service that is overloaded (429,
   * 503) refuses before it works; one that breaks down may have finished.
   */
  static boolean mayHaveHappened(IOException failure) {
    if (failure instanceof GcsClient.NoTokenException
        || failure instanceof ConnectException
        || failure instanceof NoRouteToHostException
        || failure instanceof UnknownHostException) {
      return false;
    }
    int status = status(failure);
    return status == 0 || status == 408 || (status >= 500 && status != 503);
  }

  BlobException classify(String action, IOException failure) {
    String start = "cannot " + action + " in the bucket " + bucket + ": ";
    Optional<Refusal> refusal = refusal(failure);
    if (refusal.isPresent()) {
      return classify(start, refusal.get());
    }
    if (failure instanceof GcsClient.NoTokenException) {
      return classifyToken(start, failure);
    }
    String what = Thread.currentThread().isInterrupted() ? "interrupted" : failure.toString();
    return new BlobException.Unavailable(start + what, failure);
  }

  BlobException classify(String action, GoogleJsonError error, HttpHeaders headers) {
    return classify(
        "cannot " + action + " in the bucket " + bucket + ": ",
        Refusal.of(error.getCode(), error, headers));
  }

  /** Without the cause: its message holds the address of the request, which may be a secret. */
  private static BlobException classify(String start, Refusal refusal) {
    if (refusal.isPassing() || refusal.status() == 404 || refusal.status() == 410) {
      return new BlobException.Unavailable(start + refusal, null);
    }
    return switch (refusal.status()) {
      case 401 ->
          new BlobException.AccessDenied(
              start + refusal + "; the credentials are not accepted", null);
      case 403 -> new BlobException.AccessDenied(start + refusal, null);
      default -> new BlobException.Rejected(start + refusal, null);
    };
  }

  private static BlobException classifyToken(String start, IOException failure) {
    int status = tokenStatus(failure);
    if (isPassing(failure)) {
      return new BlobException.Unavailable(
          start
              + "no access token, "
              + (status == 0 ? rootOf(failure).toString() : "the token service answered " + status),
          null);
    }
    return new BlobException.AccessDenied(
        start
            + "the token service answered "
            + status
            + "; the key is wrong, was deleted, or its service account is disabled",
        null);
  }

  private static int tokenStatus(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpResponseException answer) {
        return answer.getStatusCode();
      }
    }
    return 0;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return root;
  }
}
