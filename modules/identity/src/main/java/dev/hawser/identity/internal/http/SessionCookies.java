package dev.hawser.identity.internal.http;

import dev.hawser.core.config.SettingValues;
import dev.hawser.identity.PublicUrl;
import dev.hawser.identity.internal.session.SessionToken;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cookie of a session. Behind TLS its name begins with {@code __Host-}: browsers then take it
 * only from this very host and only over TLS, so nobody else can plant one.
 */
@Singleton
final class SessionCookies {
  static final String NAME = "hawser_session";
  static final String SECURE_NAME = "__Host-hawser_session";
  private final @Nullable URI publicUrl;

  SessionCookies(SettingValues settings) {
    this.publicUrl = settings.find(PublicUrl.SETTING).orElse(null);
  }

  /** What the cookie of a request holds, if it has one. */
  Optional<String> read(HttpRequest<?> request) {
    return request
        .getCookies()
        .findCookie(isSecure(request) ? SECURE_NAME : NAME)
        .map(Cookie::getValue);
  }

  /** Gives a session to the browser, until it is closed or the session ends. */
  void write(
      HttpRequest<?> request,
      MutableHttpResponse<?> response,
      SessionToken token,
      Duration lifetime) {
    response.cookie(cookie(request, token.reveal()).maxAge(lifetime));
  }

  /** Takes the session from the browser. */
  void clear(HttpRequest<?> request, MutableHttpResponse<?> response) {
    response.cookie(cookie(request, "").maxAge(Duration.ZERO));
  }

  /** The place where this installation is, as browsers write it into {@code Origin}. */
  Optional<URI> publicUrl() {
    return Optional.ofNullable(publicUrl);
  }

  private Cookie cookie(HttpRequest<?> request, String value) {
    boolean secure = isSecure(request);
    return Cookie.of(secure ? SECURE_NAME : NAME, value)
        .path("/")
        .httpOnly(true)
        .secure(secure)
        .sameSite(SameSite.Lax);
  }

  /** Whether the browser reaches us over TLS. */
  boolean isSecure(HttpRequest<?> request) {
    return request.isSecure() || (publicUrl != null && "https".equals(publicUrl.getScheme()));
  }
}
