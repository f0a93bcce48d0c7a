package dev.hawser.storage.aws;

import dev.hawser.storage.BlobException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Says what failures of the SDK mean.
 *
 * @param place where the bucket is, for messages
 */
record S3Errors(String bucket, String region, String place) {
  private static final Set<String> IN_ANOTHER_REGION =
      Set.of(
          "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException",
          "IncorrectEndpoint");
  private static final Set<String> PASSING =
      Set.of(
          "SlowDown",
          "RequestTimeout",
          "OperationAborted",
          "ConditionalRequestConflict",
          "BadDigest",
          "InternalError",
          "ServiceUnavailable",
          "TooManyRequests");
  private static final Pattern EXPECTED_REGION = Pattern.compile("expecting '([a-z0-9-]+)'");

  BlobException classify(S3Action action, Object subject, SdkException failure) {
    String what = "cannot " + action.verb() + " " + subject + " in the bucket " + bucket;
    if (failure instanceof AwsServiceException answer) {
      return answered(action, what, answer);
    }
    if (cause(failure, NoCredentials.class).isPresent()) {
      boolean passing =
          cause(failure, AwsServiceException.class).map(S3Errors::isPassing).orElse(false)
              || cause(failure, IOException.class).isPresent();
      String message = what + ": no credentials: " + failure.getMessage();
      return passing
          ? new BlobException.Unavailable(message, failure)
          : new BlobException.AccessDenied(message, failure);
    }
    if (isInterrupt(failure)) {
      return new BlobException.Unavailable(what + ": interrupted", failure);
    }
    return new BlobException.Unavailable(
        what + ": no answer from " + place + ": " + failure.getMessage(), failure);
  }

  private BlobException answered(S3Action action, String what, AwsServiceException answer) {
    int status = answer.statusCode();
    String said = what + ": " + place + " answered " + describe(answer);
    Optional<String> actual = actualRegion(answer);
    if (isInAnotherRegion(answer, actual)) {
      return new BlobException.Rejected(
          what
              + ": the bucket is in the region "
              + actual.orElse("that its owner knows")
              + " and not in "
              + region
              + "; set hawser.storage.s3.region to it ("
              + describe(answer)
              + ")",
          answer);
    }
    if (code(answer).equals("NoSuchBucket")) {
      return new BlobException.Unavailable(
          said + "; create the bucket or set hawser.storage.s3.bucket to another", answer);
    }
    if (code(answer).equals("RequestTimeTooSkewed")) {
      return new BlobException.AccessDenied(
          said + "; the clocks of this machine and of the store differ, set them right", answer);
    }
    if (isPassing(answer) || status == 507 || code(answer).contains("Quota")) {
      return new BlobException.Unavailable(said, answer);
    }
    if (status == 401 || status == 403) {
      return new BlobException.AccessDenied(
          said + "; it takes valid credentials and the right " + action.right(), answer);
    }
    return new BlobException.Rejected(said, answer);
  }

  private boolean isInAnotherRegion(AwsServiceException answer, Optional<String> actual) {
    return answer.statusCode() == 301
        || answer.statusCode() == 307
        || IN_ANOTHER_REGION.contains(code(answer))
        || (answer.statusCode() == 400 && actual.isPresent() && !actual.get().equals(region));
  }

  private static Optional<String> actualRegion(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    if (details == null) {
      return Optional.empty();
    }
    if (details.sdkHttpResponse() != null) {
      Optional<String> header =
          details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
      if (header.isPresent()) {
        return header;
      }
    }
    Matcher expected = EXPECTED_REGION.matcher(String.valueOf(details.errorMessage()));
    return expected.find() ? Optional.of(expected.group(1)) : Optional.empty();
  }

  /** Status, code, request id and the service's own words; it repeats no secrets in them. */
  static String describe(AwsServiceException answer) {
    StringBuilder text = new StringBuilder().append(answer.statusCode());
    if (!code(answer).isEmpty()) {
      text.append(' ').append(code(answer));
    }
    if (answer.requestId() != null) {
      text.append(" (request ").append(answer.requestId()).append(')');
    }
    AwsErrorDetails details = answer.awsErrorDetails();
    if (details != null && details.errorMessage() != null) {
      text.append(": ").append(details.errorMessage());
    }
    return text.toString();
  }

  /** The service's code of the error; empty when it gave none, as in answers to HEAD. */
  static String code(SdkException failure) {
    return failure instanceof AwsServiceException answer
            && answer.awsErrorDetails() != null
            && answer.awsErrorDetails().errorCode() != null
        ? answer.awsErrorDetails().errorCode()
        : "";
  }

  /** The status of the answer; 0 when there was none. */
  static int status(SdkException failure) {
    return failure instanceof AwsServiceException answer ? answer.statusCode() : 0;
  }

  /** Whether the same request can succeed a moment later. */
  static boolean isPassing(SdkException failure) {
    if (failure instanceof AwsServiceException answer) {
      int status = answer.statusCode();
      return status == 408
          || status == 429
          || (status >= 500 && status != 501 && status != 507)
          || PASSING.contains(code(answer))
          || answer.isThrottlingException()
          || answer.isClockSkewException(); // the SDK has noted the difference for the next time
    }
    return !isInterrupt(failure)
        && cause(failure, NoCredentials.class).isEmpty()
        && cause(failure, SSLHandshakeException.class).isEmpty()
        && cause(failure, SSLPeerUnverifiedException.class).isEmpty();
  }

  /** Whether the service may have done what was asked although it did not say so. */
  static boolean mayHaveHappened(SdkException failure) {
    if (failure instanceof AwsServiceException answer) {
      return answer.statusCode() >= 500 && answer.statusCode() != 501 && answer.statusCode() != 503;
    }
    return cause(failure, NoCredentials.class).isEmpty()
        && cause(failure, ConnectException.class).isEmpty()
        && cause(failure, ConnectTimeoutException.class).isEmpty()
        && cause(failure, ConnectionRequestTimeoutException.class).isEmpty()
        && cause(failure, UnknownHostException.class).isEmpty()
        && cause(failure, NoRouteToHostException.class).isEmpty()
        && cause(failure, SSLHandshakeException.class).isEmpty()
        && cause(failure, SSLPeerUnverifiedException.class).isEmpty();
  }

  static boolean isInterrupt(SdkException failure) {
    return failure instanceof AbortedException || Thread.currentThread().isInterrupted();
  }

  static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
    }
    return Optional.empty();
  }
}
