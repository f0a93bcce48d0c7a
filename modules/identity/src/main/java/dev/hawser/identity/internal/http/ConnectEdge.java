package dev.hawser.identity.internal.http;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;

/**
 * What every answer of the Connect API says, whoever gives it: which pages may read it, and that
 * nobody keeps it. Cookies are neither read there nor allowed.
 */
@ServerFilter(ConnectPaths.PATTERN)
final class ConnectEdge implements Ordered {
  /** Just before {@link ConnectOrigins}, so that its answers come by here too. */
  static final int ORDER = ServerFilterPhase.FIRST.after();

  private static final String SHOWN =
      "Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id";

  @ResponseFilter
  void after(HttpRequest<?> request, MutableHttpResponse<?> response) {
    MutableHttpHeaders headers = response.getHeaders();
    ConnectOrigins.Ruling ruling = ConnectOrigins.ruling(request);
    if (request.getHeaders().contains(HttpHeaders.ORIGIN) && ruling.allowed() != null) {
      headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ruling.allowed());
      headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, SHOWN);
    }
    if (ruling.varies()) {
      headers.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    }
    if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
      headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
  }

  @Override
  public int getOrder() {
    return ORDER;
  }
}
