package dev.hawser.app.internal.train;

import dev.hawser.app.internal.start.RunningServer;
import dev.hawser.core.json.Json;
import dev.hawser.identity.Setup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls a fresh server once from setup to history. A call that fails is a broken build. */
public final class TrainingRun {
  private static final int WEBHOOKS = 200;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(LIMIT).version(HttpClient.Version.HTTP_1_1).build();
  private final String address;
  private Optional<String> key = Optional.empty();

  private TrainingRun(String address) {
    this.address = address;
  }

  /** Returns when everything was exercised. */
  public static void against(RunningServer server) {
    String token = server.context().getBean(Setup.class).open().orElseThrow().token().reveal();
    try {
      new TrainingRun(server.address()).run(token);
    } catch (IOException e) {
      throw new IllegalStateException("The training run failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The training run was interrupted", e);
    }
  }

  private void run(String token) throws IOException, InterruptedException {
    for (String path :
        List.of(
            "/healthz",
            "/readyz",
            "/health",
            "/stats/metrics",
            "/setup",
            "/setup/setup.js",
            "/api/docs",
            "/api/v1/openapi.yaml",
            "/api/v1/setup")) {
      call("GET", path, null, 200);
    }
    Map<?, ?> made =
        call(
            "POST",
            "/api/v1/setup",
            Map.of(
                "token", token,
                "organization", "Training",
                "project", "Training",
                "email", "training@example.com",
                "password", "nobody signs in to a training run"),
            201);
    key = Optional.of(text(made, "apiKey", "key"));
    String project = "/api/v1/projects/" + text(made, "project", "id");
    call("GET", "/api/v1/me", null, 200);
    call("GET", project + "/secrets", null, 200);
    call("GET", project + "/no-such-thing", null, 404);
    TrainingWorkflow.run(this::call, project, WEBHOOKS);
  }

  /** Sends one request and insists on the status of its answer. */
  private Map<?, ?> call(String method, String path, @Nullable Object body, int expected)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(Json.write(body)));
    key.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    var response = client.send(request.build(), BodyHandlers.ofByteArray());
    if (response.statusCode() != expected) {
      throw new IOException(
          "%s %s answered %d: %s"
              .formatted(
                  method,
                  path,
                  response.statusCode(),
                  new String(response.body(), StandardCharsets.UTF_8)));
    }
    boolean json =
        response.headers().firstValue("content-type").orElse("").startsWith("application/json");
    try {
      return json && Json.read(response.body()) instanceof Map<?, ?> map ? map : Map.of();
    } catch (Json.MalformedException e) {
      throw new IOException(method + " " + path + " answered with broken JSON", e);
    }
  }

  static String text(Map<?, ?> tree, String... path) {
    Object value = tree;
    for (String name : path) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalStateException("no " + String.join(".", path) + " in " + tree);
  }
}
