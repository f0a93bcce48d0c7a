package dev.hawser.core.http;

import dev.hawser.core.error.HawserException;
import io.micronaut.http.HttpRequest;
import java.util.Optional;

/**
 * Why credentials did not hold. Whoever verifies them notes the reason on the request and goes on
 * as if there were none: an anonymous endpoint does not care, and on any other the answer says the
 * reason instead of "no credentials".
 */
public final class RejectedCredentials {
  private static final String ATTRIBUTE = "hawser.rejected-credentials";

  private RejectedCredentials() {}

  /** Notes the reason: usually {@code Unauthenticated}; also {@code LimitExceeded} and the like. */
  public static void note(HttpRequest<?> request, HawserException reason) {
    request.setAttribute(ATTRIBUTE, reason);
  }

  /** The reason that was noted. */
  public static Optional<HawserException> of(HttpRequest<?> request) {
    return request.getAttribute(ATTRIBUTE, HawserException.class);
  }
}
