package dev.hawser.identity.internal.http;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that answers without credentials, in one place to be read. The router matches the same
 * text of the path, so no spelling of another path gets in here and still reaches its endpoint.
 */
final class AnonymousPaths {
  private static final Set<String> EXACT =
      Set.of(
          "/",
          "/healthz",
          "/readyz",
          "/stats/metrics",
          "/health",
          "/prometheus",
          "/favicon.ico",
          "/setup",
          "/invitation",
          "/reset-password",
          "/confirm-email",
          "/api/v1/setup",
          "/api/v1/openapi.yaml",
          "/schema/workflow-v1.json",
          "/api/docs");

  /** Webhooks first: they are the most. */
  private static final List<String> BELOW = List.of("/hooks/", "/health/", "/setup/", "/api/docs/");

  /** What answers only one method without credentials. */
  private static final Map<String, HttpMethod> BY_METHOD =
      Map.of(
          "/api/v1/session",
          HttpMethod.POST,
          SignOnPaths.START,
          HttpMethod.POST,
          SignOnPaths.CALLBACK,
          HttpMethod.GET,
          "/api/v1/invitations/lookup",
          HttpMethod.POST,
          "/api/v1/invitations/accept",
          HttpMethod.POST,
          "/api/v1/password-resets",
          HttpMethod.POST,
          "/api/v1/password-resets/complete",
          HttpMethod.POST,
          "/api/v1/email-confirmations",
          HttpMethod.POST);

  private AnonymousPaths() {}

  static boolean contain(HttpRequest<?> request) {
    String path = request.getPath();
    for (String prefix : BELOW) {
      if (path.startsWith(prefix)) {
        return true;
      }
    }
    return EXACT.contains(path) || BY_METHOD.get(path) == request.getMethod();
  }
}
