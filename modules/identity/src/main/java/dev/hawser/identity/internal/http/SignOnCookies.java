package dev.hawser.identity.internal.http;

import dev.hawser.core.config.Secret;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Binds a single sign-on to the browser in which it began: an answer of the provider that somebody
 * else has got signs nobody in here. Lax, because the browser comes back from another site.
 */
@Singleton
final class SignOnCookies {
  private static final String NAME = "hawser_sso";
  private static final String SECURE_NAME = "__Host-hawser_sso";
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private final SessionCookies sessions;

  SignOnCookies(SessionCookies sessions) {
    this.sessions = sessions;
  }

  /** What the browser has, or an empty text. */
  Secret read(HttpRequest<?> request) {
    return new Secret(
        request.getCookies().findCookie(name(request)).map(Cookie::getValue).orElse(""));
  }

  void write(HttpRequest<?> request, MutableHttpResponse<?> response, Secret browser) {
    response.cookie(
        Cookie.of(name(request), browser.reveal())
            .path("/")
            .httpOnly(true)
            .secure(sessions.isSecure(request))
            .sameSite(SameSite.Lax)
            .maxAge(LIFETIME));
  }

  private String name(HttpRequest<?> request) {
    return sessions.isSecure(request) ? SECURE_NAME : NAME;
  }
}
