package dev.hawser.core.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.postgres.PostgresErrors;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Turns errors into answers, and writes the one log line that belongs to each; only answers 429 of
 * one code share one each second, for a flood must not fill the log.
 */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final String INTERNAL_DETAIL =
      "Something went wrong on our side. The log of the server has the details under this traceId.";

  private static final LogThrottle LIMITS = new LogThrottle(System::nanoTime);
  private static final ErrorCode DATABASE = new ErrorCode("core.database-unavailable");
  private static final ErrorCode INTERNAL = new ErrorCode("core.internal");

  private Problems() {}

  static MutableHttpResponse<byte[]> answer(HttpRequest<?> request, HawserException error) {
    return switch (error) {
      case HawserException.Invalid e ->
          refuse(request, HttpStatus.UNPROCESSABLE_ENTITY, e, e.problems());
      case HawserException.NotFound e -> refuse(request, HttpStatus.NOT_FOUND, e, List.of());
      case HawserException.Conflict e -> refuse(request, HttpStatus.CONFLICT, e, List.of());
      case HawserException.PreconditionFailed e ->
          refuse(request, HttpStatus.PRECONDITION_FAILED, e, List.of());
      case HawserException.AccessDenied e -> refuse(request, HttpStatus.FORBIDDEN, e, List.of());
      case HawserException.Unauthenticated e ->
          challenge(refuse(request, HttpStatus.UNAUTHORIZED, e, List.of()));
      case HawserException.LimitExceeded e -> limit(request, e, e.retryAfter());
      case HawserException.Unavailable e -> {
        String cause = e.getCause() == null ? "no cause" : e.getCause().toString();
        log(request, Level.WARN, 503, e.code(), message(e) + " (" + cause + ")", null);
        yield retryAfter(
            response(request, HttpStatus.SERVICE_UNAVAILABLE, e.code(), message(e), List.of()),
            Duration.ofSeconds(1));
      }
      case HawserException.Internal e -> failure(request, e.code(), e);
    };
  }

  /** The answer to something that the framework refused. */
  static MutableHttpResponse<byte[]> refusal(
      HttpRequest<?> request,
      HttpStatus status,
      ErrorCode code,
      String detail,
      List<Problem> problems) {
    log(request, Level.INFO, status.getCode(), code, detail, null);
    return response(request, status, code, detail, problems);
  }

  /** The answer to something that nobody foresaw. */
  static MutableHttpResponse<byte[]> unexpected(HttpRequest<?> request, @Nullable Throwable error) {
    if (error instanceof CompletionException && error.getCause() instanceof HawserException ours) {
      return answer(request, ours);
    }
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && PostgresErrors.isTransient(sql)) {
        String message = "The database cannot be reached right now; try again shortly.";
        return answer(request, new HawserException.Unavailable(DATABASE, message, sql));
      }
    }
    return failure(request, INTERNAL, error);
  }

  static <T> MutableHttpResponse<T> challenge(MutableHttpResponse<T> response) {
    response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"hawser\"");
    return response;
  }

  private static MutableHttpResponse<byte[]> refuse(
      HttpRequest<?> request, HttpStatus status, HawserException error, List<Problem> problems) {
    return refusal(request, status, error.code(), message(error), problems);
  }

  private static MutableHttpResponse<byte[]> limit(
      HttpRequest<?> request, HawserException error, @Nullable Duration retryAfter) {
    if (retryAfter == null) {
      return refuse(request, HttpStatus.REQUEST_ENTITY_TOO_LARGE, error, List.of());
    }
    HttpStatus status = HttpStatus.TOO_MANY_REQUESTS;
    String message = message(error);
    LIMITS
        .admit(error.code())
        .ifPresent(
            more -> log(request, Level.INFO, status.getCode(), error.code(), message + more, null));
    return retryAfter(response(request, status, error.code(), message, List.of()), retryAfter);
  }

  private static MutableHttpResponse<byte[]> retryAfter(
      MutableHttpResponse<byte[]> response, Duration after) {
    long seconds = Math.max(1, after.plusMillis(999).toSeconds());
    response.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    return response;
  }

  private static MutableHttpResponse<byte[]> response(
      HttpRequest<?> request,
      HttpStatus status,
      ErrorCode code,
      String detail,
      List<Problem> problems) {
    boolean retryable =
        switch (status) {
          case REQUEST_TIMEOUT, TOO_MANY_REQUESTS, SERVICE_UNAVAILABLE -> true;
          default -> false;
        };
    ProblemDocument document =
        new ProblemDocument(
            "about:blank",
            status.getReason(),
            status.getCode(),
            code.value(),
            detail,
            problems,
            retryable,
            RequestTrace.of(request).traceId());
    MutableHttpResponse<byte[]> response = HttpResponse.status(status);
    if (request.getMethod() != HttpMethod.HEAD) {
      response.body(document.toJson());
    }
    response.contentType(ProblemDocument.MEDIA_TYPE);
    EdgeHeaders.apply(request, response);
    return response;
  }

  private static MutableHttpResponse<byte[]> failure(
      HttpRequest<?> request, ErrorCode code, @Nullable Throwable error) {
    String what = error == null ? "without an exception" : String.valueOf(error.getMessage());
    Level level = error instanceof ClosedChannelException ? Level.DEBUG : Level.ERROR;
    log(request, level, 500, code, what, error);
    return response(request, HttpStatus.INTERNAL_SERVER_ERROR, code, INTERNAL_DETAIL, List.of());
  }

  /** Errors arrive on threads that have left the request's context, so it is entered again. */
  private static void log(
      HttpRequest<?> request,
      Level level,
      int status,
      ErrorCode code,
      String what,
      @Nullable Throwable error) {
    if (!LOG.isEnabledForLevel(level)) {
      return;
    }
    LoggedTrace trace = new LoggedTrace(RequestTrace.of(request));
    LoggedTrace.Before before = trace.updateThreadContext();
    try {
      LOG.atLevel(level)
          .setCause(error)
          .log(
              "{} {} {} {}: {}",
              status,
              code,
              request.getMethodName(),
              printable(request.getPath()),
              printable(what));
    } finally {
      trace.restoreThreadContext(before);
    }
  }

  private static String message(HawserException error) {
    String message = error.getMessage();
    return message == null ? error.code().value() : message;
  }

  /** One line, whatever a caller put into it. */
  private static String printable(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        out = out == null ? new StringBuilder(text) : out;
        out.setCharAt(i, ' ');
      }
    }
    return out == null ? text : out.toString();
  }
}
