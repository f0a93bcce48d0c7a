package dev.hawser.identity.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.RejectedCredentials;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ConnectedUser;
import dev.hawser.identity.ConnectedUserCaller;
import dev.hawser.identity.internal.connected.UserTokenVerifier;
import dev.hawser.identity.internal.signing.Refusals;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.reactivestreams.Publisher;

/**
 * Authenticates the user tokens of the Connect API, on the event loop when memory knows token and
 * user. Elsewhere a user token is nothing.
 */
@Singleton
final class UserTokenFetcher implements AuthenticationFetcher<HttpRequest<?>> {
  private static final String SCHEME = "Bearer ";
  private static final ErrorCode UNKNOWN = new ErrorCode("identity.project-not-found");
  private final UserTokenVerifier verifier;
  private final CredentialLookups lookups;

  UserTokenFetcher(UserTokenVerifier verifier, CredentialLookups lookups) {
    this.verifier = verifier;
    this.lookups = lookups;
  }

  @Override
  public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
    Optional<String> text = ConnectPaths.project(request.getPath());
    if (text.isEmpty() || request.getMethod() == HttpMethod.OPTIONS) {
      return Publishers.empty();
    }
    ProjectId project = ProjectId.parse(text.get()).orElse(null);
    if (project == null) {
      return refuse(
          request, new HawserException.NotFound(UNKNOWN, "There is no project " + text.get()));
    }
    String header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return refuse(request, Refusals.missing());
    }
    String token = header.substring(SCHEME.length()).strip();
    try {
      Optional<ConnectedUser> known = verifier.quick(project, token);
      if (known.isPresent()) {
        return Publishers.just(authentication(known.get()));
      }
    } catch (HawserException e) {
      return refuse(request, e);
    }
    return lookups.run(
        request, project + " " + token, () -> authentication(verifier.verify(project, token)));
  }

  private static Authentication authentication(ConnectedUser user) {
    return new ConnectedUserAuthentication(new ConnectedUserCaller(user));
  }

  private static Publisher<Authentication> refuse(HttpRequest<?> request, HawserException reason) {
    RejectedCredentials.note(request, reason);
    return Publishers.empty();
  }
}
