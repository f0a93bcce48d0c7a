package dev.hawser.core.http;

import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;

/**
 * The first and last thing that happens to a request. It is on the hot path: no reactive types, no
 * regular expressions.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class EdgeFilter implements Ordered {
  @RequestFilter
  void before(HttpRequest<?> request, MutablePropagatedContext context) {
    context.add(new LoggedTrace(RequestTrace.of(request)));
  }

  @ResponseFilter
  void after(HttpRequest<?> request, MutableHttpResponse<?> response) {
    EdgeHeaders.apply(request, response);
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.FIRST.before();
  }
}
