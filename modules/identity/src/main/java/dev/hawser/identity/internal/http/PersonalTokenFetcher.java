package dev.hawser.identity.internal.http;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.RejectedCredentials;
import dev.hawser.identity.internal.access.Member;
import dev.hawser.identity.internal.access.MemberAccess;
import dev.hawser.identity.internal.credential.Verdict;
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
 * Authenticates {@code Authorization: Bearer hwp_…}, on the event loop when memory knows the token
 * and the project of the path.
 */
@Singleton
final class PersonalTokenFetcher implements AuthenticationFetcher<HttpRequest<?>> {
  private static final String SCHEME = "Bearer ";
  private final TokenVerifier verifier;
  private final MemberAccess access;
  private final CredentialLookups lookups;

  PersonalTokenFetcher(TokenVerifier verifier, MemberAccess access, CredentialLookups lookups) {
    this.verifier = verifier;
    this.access = access;
    this.lookups = lookups;
  }

  @Override
  public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
    String header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Publishers.empty();
    }
    String token = header.substring(SCHEME.length()).strip();
    if (!TokenVerifier.claims(token)) {
      return Publishers.empty();
    }
    Optional<Verdict<Member>> verdict = verifier.quick(token);
    if (verdict.isPresent()) {
      if (verdict.get() instanceof Verdict.Bad<Member> bad) {
        RejectedCredentials.note(request, bad.reason());
        return Publishers.empty();
      }
      if (verdict.get() instanceof Verdict.Good<Member> good && !good.holder().factorMissing()) {
        var known = access.known(good.holder(), request.getPath());
        if (known.isPresent()) {
          return Publishers.just(known.get());
        }
      }
    }
    return lookups.run(request, token, () -> thorough(request, token));
  }

  private @Nullable Authentication thorough(HttpRequest<?> request, String token) {
    return switch (verifier.quick(token).orElseGet(() -> verifier.thorough(token))) {
      case Verdict.Good<Member> good -> {
        Optional<HawserException> objection = Enrolment.objection(request, good.holder());
        if (objection.isPresent()) {
          RejectedCredentials.note(request, objection.get());
          yield null;
        }
        yield access.authenticate(good.holder(), request.getPath());
      }
      case Verdict.Bad<Member> bad -> {
        RejectedCredentials.note(request, bad.reason());
        yield null;
      }
    };
  }
}
