package dev.hawser.identity.internal.http;

import dev.hawser.core.ratelimit.Decision;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells clients their limits and what is left of them, in the fields of
 * draft-ietf-httpapi-ratelimit-headers.
 */
@ServerFilter({RateLimitFilter.API, ConnectPaths.PATTERN})
final class RateLimitHeaders implements Ordered {
  private static final String ATTRIBUTE = "hawser.rate-limits";

  private record Decisions(List<Decision> all) {}

  static void note(HttpRequest<?> request, List<Decision> decisions) {
    request.setAttribute(ATTRIBUTE, new Decisions(decisions));
  }

  @ResponseFilter
  void tell(HttpRequest<?> request, MutableHttpResponse<?> response) {
    if (request.getAttributes().getValue(ATTRIBUTE) instanceof Decisions(List<Decision> all)
        && !all.isEmpty()) {
      response.header(
          "RateLimit-Policy",
          all.stream().map(one -> one.limit().policyItem()).collect(Collectors.joining(", ")));
      response.header(
          "RateLimit", all.stream().map(Decision::item).collect(Collectors.joining(", ")));
    }
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.FIRST.after();
  }
}
