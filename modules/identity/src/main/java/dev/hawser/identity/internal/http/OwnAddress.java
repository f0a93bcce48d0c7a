package dev.hawser.identity.internal.http;

import dev.hawser.core.config.Secret;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;

/**
 * Makes whole addresses of paths where the settings do not tell our own: from the request, so for
 * answers to the same caller only, never for what somebody else gets.
 */
final class OwnAddress {
  private OwnAddress() {}

  static String complete(HttpRequest<?> request, Secret link) {
    String text = link.reveal();
    String host = request.getHeaders().get(HttpHeaders.HOST);
    if (!text.startsWith("/") || host == null) {
      return text;
    }
    boolean tls = "https".equals(request.getHeaders().get("X-Forwarded-Proto"));
    return (tls ? "https://" : "http://") + host + text;
  }
}
