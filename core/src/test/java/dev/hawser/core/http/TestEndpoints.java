package dev.hawser.core.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.core.tenancy.ProjectId;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.MDC;

/** Endpoints that fail in every way that an endpoint can. */
@Controller("/api/test")
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
final class TestEndpoints {
  private static final ErrorCode CODE = new ErrorCode("test.it-happened");

  @Serdeable
  record Greeting(String name, int times) {}

  @Get("/error/{kind}")
  String error(String kind) {
    @Nullable HawserException error =
        switch (kind) {
          case "not-found" -> new HawserException.NotFound(CODE, "no\nsuch thing");
          case "conflict" -> new HawserException.Conflict(CODE, "conflict");
          case "precondition" -> new HawserException.PreconditionFailed(CODE, "older");
          case "invalid" ->
              new HawserException.Invalid(
                  CODE, "wrong", List.of(new Problem("/a", "a is wrong", null, "b", 3, null)));
          case "denied" -> new HawserException.AccessDenied(CODE, "denied");
          case "unauthenticated" -> new HawserException.Unauthenticated(CODE, "who are you");
          case "rate" -> new HawserException.LimitExceeded(CODE, "slow", Duration.ofMillis(1200));
          case "large" -> new HawserException.LimitExceeded(CODE, "large", null);
          case "unavailable" ->
              new HawserException.Unavailable(
                  CODE, "down", new IllegalStateException("secret-host"));
          case "internal" -> new HawserException.Internal(CODE, "secret-invariant", null);
          case "database" ->
              throw new IllegalStateException(new SQLException("secret-host refused", "08001"));
          case "none" -> null;
          default -> throw new IllegalStateException("secret-bug");
        };
    if (error != null) {
      throw error;
    }
    return kind;
  }

  @Post("/greet")
  Greeting greet(@Body Greeting greeting) {
    return greeting;
  }

  @Get("/page")
  @Produces(MediaType.TEXT_HTML)
  String page() {
    return "<!doctype html>";
  }

  @Get("/query")
  String query(@QueryValue int limit) {
    return "limit " + limit;
  }

  @Get("/trace")
  Map<String, String> trace() {
    RequestTrace trace = RequestTrace.current().orElseThrow();
    return Map.of(
        "traceparent", trace.traceparent(),
        "logTraceId", String.valueOf(MDC.get("traceId")),
        "logRequestId", String.valueOf(MDC.get("requestId")));
  }

  @Post("/key")
  @Consumes(MediaType.ALL)
  String key(HttpRequest<?> request) {
    return IdempotencyKey.of(request).map(IdempotencyKey::value).orElse("none");
  }

  @Post("/fields")
  String fields(@Body byte[] body) {
    JsonBody fields = JsonBody.read(body);
    String name = fields.text("name", 5);
    Object until = fields.optionalInstant("until");
    fields.check();
    return name + until;
  }

  @Get("/me")
  @Secured(SecurityRule.IS_AUTHENTICATED)
  String me(Caller caller) {
    return caller.subject();
  }

  @Get("/organization")
  @Secured(Needs.WORKFLOWS_VIEW)
  String organization(OrganizationCaller caller) {
    return caller.subject();
  }

  @Get("/secrets")
  @Secured(Needs.SECRETS_MANAGE)
  String secrets(OrganizationCaller caller) {
    return caller.subject();
  }

  /** A binder's last line of defence: the annotation says anonymous, the parameter says no. */
  @Get("/careless")
  String careless(Caller caller) {
    return caller.subject();
  }

  @Singleton
  static final class TestFetcher implements AuthenticationFetcher<HttpRequest<?>> {
    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
      return switch (request.getHeaders().get("Authorization")) {
        case "Bearer right" ->
            Publishers.just(
                new CallerAuthentication(
                    new OrganizationCaller(
                        new OrganizationId(new UUID(0, 1)), "key_test", Permission.OF_PROJECT),
                    new ProjectId(new UUID(0, 2))));
        case "Bearer member" ->
            Publishers.just(
                new CallerAuthentication(
                    new OrganizationCaller(
                        new OrganizationId(new UUID(0, 1)),
                        "usr_test",
                        Set.of(Permission.WORKFLOWS_VIEW)),
                    null));
        case "Bearer expired" -> {
          RejectedCredentials.note(
              request, new HawserException.Unauthenticated(CODE, "This key has expired."));
          yield Publishers.empty();
        }
        case null, default -> Publishers.empty();
      };
    }
  }
}
