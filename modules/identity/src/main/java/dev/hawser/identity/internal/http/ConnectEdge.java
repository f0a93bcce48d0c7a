package dev.hawser.identity.internal.http;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets browsers call the Connect API from the pages of customers, whatever their origin. That gives
 * nothing away: the only credential there is the token, which a page must have to send it. Cookies
 * are neither read there nor allowed.
 */
@ServerFilter(ConnectPaths.PATTERN)
final class ConnectEdge implements Ordered {
  private static final String ANY = "*";
  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
  private static final String SHOWN = "Location, Retry-After, X-Request-Id";
  private static final String MAX_AGE_SECONDS = "7200";
  private static final Pattern HEADER_NAMES = Pattern.compile("[A-Za-z0-9_, -]{1,1000}");

  /** Answers a browser that asks before it calls. */
  @RequestFilter
  @Nullable HttpResponse<?> before(HttpRequest<?> request) {
    HttpHeaders asked = request.getHeaders();
    if (request.getMethod() != HttpMethod.OPTIONS
        || !asked.contains(HttpHeaders.ORIGIN)
        || !asked.contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
      return null;
    }
    MutableHttpResponse<?> answer = HttpResponse.noContent();
    MutableHttpHeaders headers = answer.getHeaders();
    headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
    headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
    headers.set(HttpHeaders.VARY, HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    String names = asked.get(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    if (names != null && HEADER_NAMES.matcher(names).matches()) {
      headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, names);
    }
    return answer;
  }

  @ResponseFilter
  void after(HttpRequest<?> request, MutableHttpResponse<?> response) {
    MutableHttpHeaders headers = response.getHeaders();
    if (request.getHeaders().contains(HttpHeaders.ORIGIN)) {
      headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
      headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, SHOWN);
    }
    if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
      headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
  }

  /** Before anybody looks for credentials, which such a question has not. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.FIRST.after();
  }
}
