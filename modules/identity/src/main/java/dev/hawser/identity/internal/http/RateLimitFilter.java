package dev.hawser.identity.internal.http;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.http.CallerAuthentication;
import dev.hawser.core.http.ClientAddresses;
import dev.hawser.core.ratelimit.Decision;
import dev.hawser.core.ratelimit.RateLimit;
import dev.hawser.core.ratelimit.RateLimitSettings;
import dev.hawser.core.ratelimit.RateLimiter;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;

/**
 * Limits requests below {@code /api}: those of a caller by who it is and by its project, those of
 * nobody by their address; and those of connected users. Calls that start executions count with the
 * webhooks of their project instead; webhooks themselves do not come here, and the operator of the
 * machine is not limited. It runs when the caller is known: what has no valid credentials gets to
 * it on anonymous paths only.
 */
@ServerFilter({RateLimitFilter.API, ConnectPaths.PATTERN})
final class RateLimitFilter implements Ordered {
  static final String API = "/api/**";

  private record Demand(RateLimit limit, String subject) {}

  private final RateLimiter limiter;
  private final ClientAddresses addresses;
  private final ExecutorService executor;
  private final RateLimit signIn;
  private final RateLimit anonymous;
  private final RateLimit caller;
  private final RateLimit project;
  private final RateLimit starts;
  private final RateLimit connectedUser;

  RateLimitFilter(
      RateLimiter limiter,
      ClientAddresses addresses,
      SettingValues settings,
      @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
    this.limiter = limiter;
    this.addresses = addresses;
    this.executor = executor;
    this.signIn = RateLimit.perMinute("sign-in", settings, RateLimitSettings.SIGN_IN);
    this.anonymous = RateLimit.perMinute("anonymous", settings, RateLimitSettings.ANONYMOUS);
    this.caller = RateLimit.perMinute("caller", settings, RateLimitSettings.CALLER);
    this.project = RateLimit.perMinute("project", settings, RateLimitSettings.PROJECT);
    this.starts = RateLimit.perMinute("starts", settings, RateLimitSettings.STARTS);
    this.connectedUser =
        RateLimit.perMinute("connected-user", settings, RateLimitSettings.CONNECTED_USER);
  }

  @RequestFilter
  Publisher<HttpRequest<?>> limit(HttpRequest<?> request) {
    List<Demand> demands = demands(request);
    List<Decision> decisions = new ArrayList<>(demands.size());
    for (Demand demand : demands) {
      Optional<Decision> decision = limiter.quick(demand.limit(), demand.subject());
      if (decision.isEmpty()) {
        return Publishers.fromCompletableFuture(
            () ->
                rest(demands, decisions)
                    // Redis answers on a thread of its client, which must not do our work.
                    .<HttpRequest<?>>thenApplyAsync(done -> judge(request, done), executor)
                    .toCompletableFuture());
      }
      decisions.add(decision.get());
      if (!decision.get().isAllowed()) {
        break;
      }
    }
    return Publishers.just(judge(request, decisions));
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after();
  }

  private List<Demand> demands(HttpRequest<?> request) {
    List<Demand> demands = new ArrayList<>(2);
    switch (request.getUserPrincipal(Authentication.class).orElse(null)) {
      case null -> ofNobody(request, demands);
      case CallerAuthentication known -> {
        Optional<String> of = known.ofProject().map(its -> its.project().toString());
        if (of.isPresent() && startsExecution(request)) {
          add(demands, starts, of.get());
        } else {
          add(demands, caller, known.getName());
          of.ifPresent(id -> add(demands, project, id));
        }
      }
      case ConnectedUserAuthentication user -> add(demands, connectedUser, user.getName());
      default -> {} // the operator
    }
    return demands;
  }

  private void ofNobody(HttpRequest<?> request, List<Demand> demands) {
    if (ConnectPaths.contain(request.getPath())) {
      return; // a question of a browser: nothing there is for nobody
    }
    boolean changes =
        switch (request.getMethod()) {
          case GET, HEAD, OPTIONS -> request.getPath().equals(SignOnPaths.CALLBACK);
          default -> true;
        };
    add(demands, changes ? signIn : anonymous, addresses.network(request));
  }

  /** Work that customers send, as webhooks are, and no management. */
  private static boolean startsExecution(HttpRequest<?> request) {
    return request.getMethod() == HttpMethod.POST && request.getPath().endsWith("/trigger");
  }

  private static void add(List<Demand> demands, RateLimit limit, String subject) {
    if (!limit.isOff()) {
      demands.add(new Demand(limit, subject));
    }
  }

  private CompletionStage<List<Decision>> rest(List<Demand> demands, List<Decision> decisions) {
    boolean refused = !decisions.isEmpty() && !decisions.getLast().isAllowed();
    if (refused || decisions.size() == demands.size()) {
      return CompletableFuture.completedFuture(decisions);
    }
    Demand next = demands.get(decisions.size());
    return limiter
        .ask(next.limit(), next.subject())
        .thenCompose(
            decision -> {
              decisions.add(decision);
              return rest(demands, decisions);
            });
  }

  private static HttpRequest<?> judge(HttpRequest<?> request, List<Decision> decisions) {
    RateLimitHeaders.note(request, decisions);
    decisions.forEach(Decision::check);
    return request;
  }
}
