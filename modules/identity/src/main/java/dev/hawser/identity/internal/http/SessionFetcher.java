package dev.hawser.identity.internal.http;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.RejectedCredentials;
import dev.hawser.identity.internal.access.MemberAccess;
import dev.hawser.identity.internal.session.SessionCheck;
import dev.hawser.identity.internal.session.SessionCheck.Verdict;
import dev.hawser.identity.internal.session.SessionToken;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Authenticates by the cookie of a session, on the event loop when memory knows the session. A
 * request with an Authorization header means that one: its cookie is not looked at.
 */
@Singleton
final class SessionFetcher implements AuthenticationFetcher<HttpRequest<?>> {
  /** Below it, what a member can see has to be asked for. */
  private static final String PROJECTS = "/api/v1/projects/";

  private final SessionCookies cookies;
  private final ForgeryCheck forgery;
  private final SessionCheck sessions;
  private final MemberAccess access;
  private final CredentialLookups lookups;
  private final ExecutorService executor;

  SessionFetcher(
      SessionCookies cookies,
      ForgeryCheck forgery,
      SessionCheck sessions,
      MemberAccess access,
      CredentialLookups lookups,
      @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
    this.cookies = cookies;
    this.forgery = forgery;
    this.sessions = sessions;
    this.access = access;
    this.lookups = lookups;
    this.executor = executor;
  }

  @Override
  public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
    if (request.getHeaders().contains(HttpHeaders.AUTHORIZATION)) {
      return Publishers.empty();
    }
    String cookie = cookies.read(request).orElse(null);
    if (cookie == null) {
      return Publishers.empty();
    }
    SessionToken token = SessionToken.parse(cookie).orElse(null);
    if (token == null) {
      return rejected(request, SessionCheck.ended());
    }
    Optional<Verdict> known = sessions.quick(token);
    if (known.isEmpty()) {
      return lookups.run(
          request, cookie, () -> authentication(request, token, sessions.thorough(token)));
    }
    if (request.getPath().startsWith(PROJECTS)) {
      return Publishers.fromCompletableFuture(
          () ->
              CompletableFuture.supplyAsync(
                  () -> authentication(request, token, known.get()), executor));
    }
    Authentication authentication = authentication(request, token, known.get());
    return authentication == null ? Publishers.empty() : Publishers.just(authentication);
  }

  private @Nullable Authentication authentication(
      HttpRequest<?> request, SessionToken token, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Bad bad -> {
        RejectedCredentials.note(request, bad.reason());
        yield null;
      }
      case Verdict.Good good -> {
        Optional<HawserException> objection =
            forgery
                .objection(request, token)
                .or(() -> Enrolment.objection(request, good.session().member()));
        if (objection.isPresent()) {
          RejectedCredentials.note(request, objection.get());
          yield null;
        }
        new CurrentSession(good.session(), token).attachTo(request);
        yield access.authenticate(good.session().member(), request.getPath());
      }
    };
  }

  private static Publisher<Authentication> rejected(HttpRequest<?> request, HawserException why) {
    RejectedCredentials.note(request, why);
    return Publishers.empty();
  }
}
