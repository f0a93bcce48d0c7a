package dev.hawser.identity.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.CallerAuthentication;
import dev.hawser.core.http.RejectedCredentials;
import dev.hawser.identity.internal.credential.Verdict;
import dev.hawser.identity.internal.key.KeyVerifier;
import dev.hawser.identity.internal.token.TokenVerifier;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Authenticates {@code Authorization: Bearer hwk_…}, on the event loop when memory knows the key,
 * and the operator of the machine.
 */
@Singleton
final class ApiKeyFetcher implements AuthenticationFetcher<HttpRequest<?>> {
  private static final String SCHEME = "Bearer ";
  private static final ErrorCode MALFORMED = new ErrorCode("identity.credentials-malformed");
  private final KeyVerifier verifier;
  private final OperatorToken operator;
  private final CredentialLookups lookups;

  ApiKeyFetcher(KeyVerifier verifier, OperatorToken operator, CredentialLookups lookups) {
    this.verifier = verifier;
    this.operator = operator;
    this.lookups = lookups;
  }

  @Override
  public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
    String header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (header == null || ConnectPaths.contain(request.getPath())) {
      return Publishers.empty();
    }
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      RejectedCredentials.note(
          request,
          new HawserException.Unauthenticated(
              MALFORMED, "The header must have the form Authorization: Bearer hwk_…"));
      return Publishers.empty();
    }
    String key = header.substring(SCHEME.length()).strip();
    if (operator.is(key)) {
      return Publishers.just(new OperatorAuthentication());
    }
    if (TokenVerifier.claims(key)) {
      return Publishers.empty(); // PersonalTokenFetcher knows about it
    }
    Optional<Verdict<CallerAuthentication>> known = verifier.quick(key);
    if (known.isEmpty()) {
      return lookups.run(request, key, () -> authentication(request, verifier.thorough(key)));
    }
    Authentication authentication = authentication(request, known.get());
    return authentication == null ? Publishers.empty() : Publishers.just(authentication);
  }

  private static @Nullable Authentication authentication(
      HttpRequest<?> request, Verdict<CallerAuthentication> verdict) {
    return switch (verdict) {
      case Verdict.Good<CallerAuthentication> good -> good.holder();
      case Verdict.Bad<CallerAuthentication> bad -> {
        RejectedCredentials.note(request, bad.reason());
        yield null;
      }
    };
  }
}
