package dev.hawser.identity.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.Credential;
import dev.hawser.identity.internal.access.Member;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is left to a member who must set up a second factor first, because the organization requires
 * one. It is a list of what they may do, so that whatever is added elsewhere is refused.
 */
final class Enrolment {
  private static final ErrorCode NEEDED = new ErrorCode("identity.second-factor-setup-needed");
  private static final String FACTOR = "/api/v1/me/second-factor";

  private static final Map<String, Set<HttpMethod>> LEFT =
      Map.of(
          "/api/v1/session",
          Set.of(HttpMethod.GET, HttpMethod.DELETE),
          "/api/v1/me",
          Set.of(HttpMethod.GET),
          "/api/v1/me/profile",
          Set.of(HttpMethod.GET),
          FACTOR,
          Set.of(HttpMethod.GET, HttpMethod.POST),
          FACTOR + "/confirm",
          Set.of(HttpMethod.POST));

  private Enrolment() {}

  /** Why a request of a member is refused, if it is. */
  static Optional<HawserException> objection(HttpRequest<?> request, Member member) {
    if (!member.factorMissing()) {
      return Optional.empty();
    }
    boolean session = member.credential() == Credential.SESSION;
    if (session && LEFT.getOrDefault(request.getPath(), Set.of()).contains(request.getMethod())) {
      return Optional.empty();
    }
    return Optional.of(
        new HawserException.AccessDenied(
            NEEDED,
            "Your organization requires a second factor. "
                + (session ? "Set" : "Sign in and set")
                + " one up first: POST "
                + FACTOR
                + ", then POST "
                + FACTOR
                + "/confirm."));
  }
}
