package dev.hawser.identity.internal.http;

import dev.hawser.core.http.Refusal;
import dev.hawser.identity.internal.session.SignIn;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.Optional;

/**
 * Sends those away who would not get a turn to sign in, before anything else is done for them: a
 * flood must not cost by being refused what it may not cost by being served.
 */
@ServerFilter("/api/v1/session")
final class SignInGate implements Ordered {
  private final SignIn signIn;
  private final Clients clients;

  SignInGate(SignIn signIn, Clients clients) {
    this.signIn = signIn;
    this.clients = clients;
  }

  @RequestFilter
  Optional<HttpResponse<?>> refuse(HttpRequest<?> request) {
    return request.getMethod() == HttpMethod.POST
        ? signIn.refusal(clients.of(request)).map(reason -> Refusal.of(request, reason))
        : Optional.empty();
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.before();
  }
}
