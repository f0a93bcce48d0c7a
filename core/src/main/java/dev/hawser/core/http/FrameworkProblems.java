package dev.hawser.core.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.Problem;
import io.micronaut.core.bind.exceptions.UnsatisfiedArgumentException;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.json.JsonSyntaxException;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the framework refuses itself: unknown paths, methods, media types, bodies that
 * cannot be read, missing arguments, missing credentials. The texts are ours, because the
 * framework's quote class names and library messages.
 */
@Singleton
final class FrameworkProblems implements ErrorResponseProcessor<byte[]> {
  private record Refusal(ErrorCode code, String detail, List<Problem> problems) {
    private static Refusal of(String code, String detail) {
      return new Refusal(new ErrorCode(code), detail, List.of());
    }
  }

  @Override
  public MutableHttpResponse<byte[]> processResponse(
      ErrorContext context, MutableHttpResponse<?> base) {
    HttpRequest<?> request = context.getRequest();
    HttpStatus status = base.getStatus();
    Throwable cause = context.getRootCause().orElse(null);
    if (status == HttpStatus.UNAUTHORIZED && cause instanceof AuthorizationException) {
      var rejected = RejectedCredentials.of(request);
      if (rejected.isPresent()) {
        return Problems.answer(request, rejected.get());
      }
    }
    MutableHttpResponse<byte[]> answer;
    if (status.getCode() >= 500) {
      answer = Problems.unexpected(request, cause);
    } else {
      Refusal refusal = refusal(request, status, cause);
      answer =
          Problems.refusal(request, status, refusal.code(), refusal.detail(), refusal.problems());
    }
    base.getHeaders() // Allow, for example
        .forEach(
            (name, values) -> {
              if (!answer.getHeaders().contains(name)) {
                values.forEach(value -> answer.header(name, value));
              }
            });
    return status == HttpStatus.UNAUTHORIZED ? Problems.challenge(answer) : answer;
  }

  private static Refusal refusal(
      HttpRequest<?> request, HttpStatus status, @Nullable Throwable cause) {
    return switch (status) {
      case BAD_REQUEST -> badRequest(cause);
      case UNAUTHORIZED ->
          Refusal.of(
              "core.unauthenticated",
              "This needs a signed-in user, or an API key in the header Authorization: Bearer hwk_…");
      case FORBIDDEN -> Refusal.of("core.access-denied", "These credentials do not allow this.");
      case NOT_FOUND -> Refusal.of("core.route-not-found", "There is nothing at this path.");
      case METHOD_NOT_ALLOWED ->
          Refusal.of(
              "core.method-not-allowed",
              "This path does not take "
                  + request.getMethodName()
                  + "; the header Allow says what.");
      case NOT_ACCEPTABLE ->
          Refusal.of(
              "core.not-acceptable",
              "The answer cannot be given in the form that Accept asks for.");
      case UNSUPPORTED_MEDIA_TYPE ->
          Refusal.of(
              "core.unsupported-media-type",
              "The body's Content-Type is not one that this path reads.");
      case REQUEST_ENTITY_TOO_LARGE ->
          Refusal.of("core.body-too-large", "The body is larger than this server accepts.");
      default -> Refusal.of("core.http-" + status.getCode(), status.getReason() + ".");
    };
  }

  private static Refusal badRequest(@Nullable Throwable cause) {
    return switch (cause) {
      case JsonSyntaxException e ->
          Refusal.of("core.body-malformed", "The body is not valid JSON.");
      case ConversionErrorException e ->
          e.getCause() instanceof JsonSyntaxException
              ? Refusal.of("core.body-malformed", "The body is not valid JSON.")
              : argument(
                  "core.argument-invalid", e.getArgument().getName(), " has the wrong form.");
      case UnsatisfiedArgumentException e ->
          argument("core.argument-missing", e.getArgument().getName(), " is missing.");
      case UnsatisfiedRouteException e ->
          argument("core.argument-missing", e.getArgument().getName(), " is missing.");
      case null, default ->
          Refusal.of("core.bad-request", "The request is not one that this path understands.");
    };
  }

  private static Refusal argument(String code, String name, String what) {
    String message = name + what;
    return new Refusal(new ErrorCode(code), message, List.of(Problem.at("/" + name, message)));
  }
}
