package dev.hawser.workflows.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.id.Uuid7;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.testing.TestDatabase;
import dev.hawser.testing.TestRedis;
import dev.hawser.testing.TestServers;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One replica with this module only, on a real Postgres and Redis. */
final class WorkflowServer implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final Uuid7 IDS = new Uuid7(Clock.systemUTC());

  /** An answer and its JSON, if it has any. */
  record Answer(HttpResponse<byte[]> http, @Nullable Object json) {
    @Nullable Object at(Object... path) {
      Object value = json;
      for (Object name : path) {
        value =
            name instanceof Integer index
                ? ((List<?>) Objects.requireNonNull(value)).get(index)
                : ((Map<?, ?>) Objects.requireNonNull(value)).get(name);
      }
      return value;
    }

    String text(Object... path) {
      return (String) Objects.requireNonNull(at(path));
    }

    /** A field of each object of a list. */
    List<@Nullable Object> each(String list, String field) {
      List<@Nullable Object> values = new ArrayList<>();
      for (Object item : (List<?>) Objects.requireNonNull(at(list))) {
        values.add(((Map<?, ?>) item).get(field));
      }
      return values;
    }

    String etag() {
      return http.headers().firstValue("ETag").orElseThrow();
    }

    Answer expect(int status) {
      assertThat(http.statusCode()).as(String.valueOf(json)).isEqualTo(status);
      return this;
    }

    Answer expect(int status, String code) {
      expect(status);
      assertThat(at("code")).isEqualTo(code);
      return this;
    }
  }

  final TestDatabase database;
  private final TestRedis redis;
  private final boolean owner;
  private final HttpClient client = HttpClient.newHttpClient();
  private final EmbeddedServer server;

  private WorkflowServer(TestDatabase database, TestRedis redis, boolean owner, int connections) {
    this.database = database;
    this.redis = redis;
    this.owner = owner;
    Map<String, Object> properties = new HashMap<>(database.asDataSources("workflows"));
    properties.put("datasources.workflows.dialect", "POSTGRES");
    properties.put("datasources.workflows.maximum-pool-size", connections);
    properties.put("datasources.workflows.minimum-idle", Math.min(2, connections));
    properties.put("datasources.workflows.connection-timeout", 2000);
    properties.put("flyway.datasources.workflows.enabled", true);
    properties.put("flyway.datasources.workflows.locations", "classpath:db/workflows");
    properties.put("flyway.datasources.workflows.default-schema", "workflows");
    properties.put("flyway.datasources.workflows.schemas", "workflows");
    properties.put("flyway.datasources.workflows.create-schemas", true);
    properties.put("micronaut.server.port", -1);
    properties.put("test.redis", redis.uri());
    this.server = ApplicationContext.run(EmbeddedServer.class, properties);
  }

  static WorkflowServer start() {
    return start(CONNECTIONS);
  }

  /** The same with another number of connections to Postgres. */
  static WorkflowServer start(int connections) {
    return new WorkflowServer(TestServers.newDatabase(), TestServers.newRedis(), true, connections);
  }

  /** Another replica on the same stores. */
  WorkflowServer sibling() {
    return new WorkflowServer(database, redis, false, CONNECTIONS);
  }

  static String newProject() {
    return new ProjectId(IDS.next()).toString();
  }

  <T> T bean(Class<T> type) {
    return server.getApplicationContext().getBean(type);
  }

  <T> T bean(Class<T> type, String name) {
    return server.getApplicationContext().getBean(type, Qualifiers.byName(name));
  }

  void flushRedis() {
    redis.flush();
  }

  Answer send(
      String method,
      String path,
      @Nullable String project,
      @Nullable String body,
      Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.getURI().resolve(path))
            .setHeader("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body, UTF_8));
    headers.forEach(request::setHeader);
    if (project != null) {
      request.header("Authorization", "Bearer " + project);
    }
    try {
      var http = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(http, http.body().length == 0 ? null : Json.read(http.body()));
    } catch (Exception e) {
      throw new AssertionError(method + " " + path, e);
    }
  }

  /** The bytes of an answer that is no JSON. */
  byte[] download(String path, String project) {
    HttpRequest request =
        HttpRequest.newBuilder(server.getURI().resolve(path))
            .header("Authorization", "Bearer " + project)
            .build();
    try {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    } catch (Exception e) {
      throw new AssertionError("GET " + path, e);
    }
  }

  /** A request to {@code /workflows} of the project, as the project. */
  Answer send(String method, String project, String path, @Nullable String body) {
    return send(method, workflows(project) + path, project, body, Map.of());
  }

  static String workflows(String project) {
    return "/api/v1/projects/" + project + "/workflows";
  }

  static String definition(String name, Object value) {
    return """
    {"schema":"hawser/v1","name":"%s","trigger":{"type":"manual"},"steps":[\
    {"id":"a","type":"transform","value":"%s"}]}"""
        .formatted(name, value);
  }

  @Override
  public void close() {
    server.close();
    client.close();
    if (owner) {
      database.close();
    }
  }
}
