package dev.hawser.core.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.Problem;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refuses the character U+0000 in the paths and queries of the API. PostgreSQL has no text with it,
 * so it names nothing, and a statement with it fails.
 */
@ServerFilter("/api/**")
final class NulFilter implements Ordered {
  private static final ErrorCode CODE = new ErrorCode("core.argument-invalid");

  @RequestFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    if (!request.getUri().toString().contains("%00")) {
      return null;
    }
    Optional<String> parameter =
        request.getParameters().asMap().entrySet().stream()
            .filter(one -> one.getValue().stream().anyMatch(text -> text.indexOf('\0') >= 0))
            .map(one -> one.getKey().replace('\0', ' '))
            .findFirst();
    String message =
        parameter.orElse("The path or query") + " must not contain the character U+0000.";
    List<Problem> problems =
        parameter.map(name -> List.of(Problem.at("/" + name, message))).orElse(List.of());
    return Problems.refusal(request, HttpStatus.BAD_REQUEST, CODE, message, problems);
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.FIRST.order();
  }
}
