package dev.hawser.core.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers what nobody foresaw; the framework's own answer would log it without the trace id. */
@Singleton
@Produces(ProblemDocument.MEDIA_TYPE)
@SuppressWarnings("rawtypes") // the framework's interface says HttpRequest without a type
final class UnexpectedHandler implements ExceptionHandler<Throwable, HttpResponse<?>> {
  @Override
  public HttpResponse<?> handle(HttpRequest request, Throwable error) {
    return Problems.unexpected(request, error);
  }
}
