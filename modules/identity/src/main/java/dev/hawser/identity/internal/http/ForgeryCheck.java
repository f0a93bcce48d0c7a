package dev.hawser.identity.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.identity.internal.session.SessionToken;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests of our own pages from those that another site makes a browser send. Browsers say
 * where a request comes from, and only our pages can read the token of the session; clients that
 * are no browsers say nothing and need the token only where a cookie signs them in.
 */
@Singleton
final class ForgeryCheck {
  static final String HEADER = "X-CSRF-Token";
  private static final ErrorCode CSRF = new ErrorCode("identity.csrf");
  private static final String SITE = "Sec-Fetch-Site";
  private final SessionCookies cookies;

  ForgeryCheck(SessionCookies cookies) {
    this.cookies = cookies;
  }

  /** What is wrong with a request that the cookie of a session signs in; empty when nothing is. */
  Optional<HawserException> objection(HttpRequest<?> request, SessionToken token) {
    if (isSafe(request)) {
      return Optional.empty();
    }
    String presented = request.getHeaders().get(HEADER);
    if (presented == null) {
      return Optional.of(
          denied("This needs the header " + HEADER + ": the csrfToken of GET /api/v1/session."));
    }
    if (!token.isCsrfToken(presented)) {
      return Optional.of(
          denied(
              "The header " + HEADER + " is not that of this session: ask GET /api/v1/session."));
    }
    return originObjection(request);
  }

  /**
   * Refuses a request that comes from another site.
   *
   * @throws HawserException.AccessDenied when it does
   */
  void requireOwnOrigin(HttpRequest<?> request) {
    Optional<HawserException> objection = originObjection(request);
    if (objection.isPresent()) {
      throw objection.get();
    }
  }

  private Optional<HawserException> originObjection(HttpRequest<?> request) {
    String site = request.getHeaders().get(SITE);
    String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
    boolean foreign =
        (site != null && !site.equals("same-origin") && !site.equals("none"))
            || (origin != null && !isOwn(origin, request));
    return foreign
        ? Optional.of(
            denied(
                "This request comes from another site. If it does not, hawser.public-url has to be"
                    + " the address that the browser shows."))
        : Optional.empty();
  }

  private boolean isOwn(String origin, HttpRequest<?> request) {
    String authority = authority(origin);
    if (authority == null) {
      return false;
    }
    String scheme = origin.substring(0, origin.indexOf(':'));
    String host = request.getHeaders().get(HttpHeaders.HOST);
    return (host != null && authority.equals(authority(scheme + "://" + host)))
        || cookies
            .publicUrl()
            .filter(url -> url.getScheme().equalsIgnoreCase(scheme))
            .filter(url -> authority.equals(authority(url.toString())))
            .isPresent();
  }

  /** Host and port of a URL, the port also where it is the usual one; null when it has none. */
  private static @Nullable String authority(String text) {
    try {
      URI url = new URI(text);
      if (url.getHost() == null) {
        return null;
      }
      int usual = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
      int port = url.getPort() < 0 ? usual : url.getPort();
      return url.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    } catch (URISyntaxException e) {
      return null; // "null", for example, which is nobody's origin
    }
  }

  private static boolean isSafe(HttpRequest<?> request) {
    return switch (request.getMethod()) {
      case GET, HEAD, OPTIONS, TRACE -> true;
      default -> false;
    };
  }

  private static HawserException.AccessDenied denied(String message) {
    return new HawserException.AccessDenied(CSRF, message);
  }
}
