package dev.hawser.core.http;

import dev.hawser.core.error.HawserException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers our own errors. */
@Singleton
@Produces(ProblemDocument.MEDIA_TYPE)
@SuppressWarnings("rawtypes") // the framework's interface says HttpRequest without a type
final class ProblemHandler implements ExceptionHandler<HawserException, HttpResponse<?>> {
  @Override
  public HttpResponse<?> handle(HttpRequest request, HawserException error) {
    return Problems.answer(request, error);
  }
}
