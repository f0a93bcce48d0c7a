package dev.hawser.core.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.MutableHttpResponse;

/**
 * Headers of every answer. What a controller has set itself stays, so a page that needs another
 * content security policy states it.
 */
final class EdgeHeaders {
  private static final String CSP = "Content-Security-Policy";
  private static final String PAGE_POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  /** A workflow may answer a webhook with a page; it must not act with the console's origin. */
  private static final String HOOK_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'";

  private EdgeHeaders() {}

  static void apply(HttpRequest<?> request, MutableHttpResponse<?> response) {
    MutableHttpHeaders headers = response.getHeaders();
    set(headers, RequestTrace.REQUEST_ID, RequestTrace.of(request).requestId());
    set(headers, "X-Content-Type-Options", "nosniff");
    String path = request.getPath();
    if (path.startsWith("/hooks/")) {
      set(headers, CSP, HOOK_POLICY);
      return;
    }
    set(headers, CSP, PAGE_POLICY);
    set(headers, "Referrer-Policy", "no-referrer");
    if (path.startsWith("/api/")) {
      set(headers, HttpHeaders.CACHE_CONTROL, "no-store");
    }
  }

  private static void set(MutableHttpHeaders headers, String name, String value) {
    if (!headers.contains(name)) {
      headers.set(name, value);
    }
  }
}
