package dev.hawser.app.internal.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hawser.app.internal.config.AllSettings;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.config.LoadedSettings;
import dev.hawser.core.config.SettingsLoader;
import dev.hawser.core.config.SettingsSources;
import dev.hawser.core.json.Json;
import dev.hawser.identity.Setup;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A whole installation with servers of its own, inside this JVM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class StartUpIT {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Path data = Path.of("");
  private RunningServer server = null;

  @BeforeAll
  void start(@TempDir Path folder) {
    data = folder.resolve("data");
    server = StartUp.start(settings(Map.of()), new LogProgress());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  @Order(1)
  void health_endpoints_tell_every_part_without_credentials() throws Exception {
    for (String path : List.of("/healthz", "/readyz")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body())
          .contains(
              "postgres.identity",
              "postgres.workflows",
              "postgres.tasks",
              "redis.system",
              "redis.cache",
              "redis.queue",
              "storage",
              "vault")
          .doesNotContain("DOWN");
    }
    assertThat(get("/health").body()).contains("UP");
    assertThat(get("/health/liveness").statusCode()).isEqualTo(200);
    assertThat(get("/health/readiness").statusCode()).isEqualTo(200);
  }

  @Test
  @Order(1)
  void metrics_are_on_both_paths() throws Exception {
    for (String path : List.of("/stats/metrics", "/prometheus")) {
      assertThat(get(path).body()).as(path).contains("hikaricp_connections", "jvm_memory");
    }
  }

  @Test
  @Order(1)
  void pages_are_served_with_their_files_and_nothing_else() throws Exception {
    assertThat(get("/").headers().firstValue("location")).contains("/setup");
    for (String path :
        List.of(
            "/setup",
            "/setup/setup.js",
            "/setup/setup.css",
            "/setup/favicon.svg",
            "/api/docs",
            "/api/docs/docs.js",
            "/api/docs/swagger-ui.css",
            "/api/docs/swagger-ui-bundle.js",
            "/api/v1/openapi.yaml",
            "/schema/workflow-v1.json")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
          .as(path)
          .contains("default-src 'self'")
          .doesNotContain("unsafe");
    }
    assertThat(get("/setup/other.js").statusCode()).isEqualTo(404);
    assertThat(get("/setup").body()).doesNotContain("<script>", "style=");
  }

  @Test
  @Order(1)
  void a_second_start_on_the_same_folder_says_who_is_there() {
    assertThatExceptionOfType(OperatorError.class)
        .isThrownBy(() -> StartUp.start(settings(Map.of()), new LogProgress()))
        .satisfies(
            e ->
                assertThat(e.message())
                    .contains("process " + ProcessHandle.current().pid(), server.address()));
  }

  @Test
  @Order(1)
  void commands_find_the_server_by_its_data_folder() {
    assertThat(ServerFile.find(data))
        .contains(new ServerFile(ProcessHandle.current().pid(), server.address()));
  }

  @Test
  @Order(1)
  void a_port_in_use_and_an_unusable_folder_are_told_before_anything_starts() throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      Path elsewhere = data.resolveSibling("elsewhere");
      assertThatExceptionOfType(OperatorError.class)
          .isThrownBy(
              () ->
                  StartUp.start(
                      settings(
                          Map.of(
                              "hawser.data",
                              elsewhere.toString(),
                              "hawser.server.host",
                              "0.0.0.0",
                              "hawser.server.port",
                              "" + other.getLocalPort())),
                      new LogProgress()))
          .satisfies(e -> assertThat(e.message()).contains("Port " + other.getLocalPort()));
      assertThat(elsewhere.resolve("postgres")).doesNotExist();
    }
    Path file = Files.writeString(data.resolveSibling("file"), "");
    assertThatExceptionOfType(OperatorError.class)
        .isThrownBy(
            () ->
                StartUp.start(
                    settings(Map.of("hawser.data", file.resolve("data").toString())),
                    new LogProgress()))
        .satisfies(e -> assertThat(e.remedy()).contains("hawser.data"));
  }

  @Test
  @Order(2)
  void the_setup_token_makes_the_first_administrator_and_a_key_that_works() throws Exception {
    String token = server.context().getBean(Setup.class).open().orElseThrow().token().reveal();
    byte[] body =
        Json.write(
            Map.of(
                "token", token,
                "organization", "Acme",
                "project", "Main",
                "email", "ann@example.com",
                "password", "a-hawser-holds-9-ships"));
    HttpResponse<byte[]> made =
        client.send(
            HttpRequest.newBuilder(uri("/api/v1/setup"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(made.statusCode())
        .as(new String(made.body(), StandardCharsets.UTF_8))
        .isEqualTo(201);
    Map<?, ?> answer = (Map<?, ?>) Objects.requireNonNull(Json.read(made.body()));
    Object key = ((Map<?, ?>) Objects.requireNonNull(answer.get("apiKey"))).get("key");

    HttpResponse<String> me =
        client.send(
            HttpRequest.newBuilder(uri("/api/v1/me"))
                .header("Authorization", "Bearer " + key)
                .build(),
            BodyHandlers.ofString());
    assertThat(me.statusCode()).isEqualTo(200);
    assertThat(me.body()).contains("Acme", "Main");
    assertThat(get("/").headers().firstValue("location")).contains("/api/docs");
  }

  @Test
  @Order(3)
  void stopping_under_load_breaks_no_request() throws Exception {
    AtomicInteger answered = new AtomicInteger();
    ConcurrentLinkedQueue<Throwable> broken = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.ofVirtual().start(() -> load(answered, broken)));
    }
    while (answered.get() < 200) {
      Thread.onSpinWait();
    }
    server.close();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(broken).isEmpty();
    assertThat(ServerFile.find(data)).isEmpty();
  }

  /** Until connecting is refused. */
  private void load(AtomicInteger answered, ConcurrentLinkedQueue<Throwable> broken) {
    try {
      while (true) {
        HttpResponse<String> answer = get("/api/v1/setup");
        if (answer.statusCode() != 200) {
          broken.add(new IllegalStateException("answered " + answer.statusCode()));
        }
        answered.incrementAndGet();
      }
    } catch (ConnectException e) {
      // The port is closed: that is how it ends.
    } catch (IOException | InterruptedException e) {
      broken.add(e);
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(server.address() + path);
  }

  private LoadedSettings settings(Map<String, String> more) {
    Map<String, String> flags = new HashMap<>();
    flags.put("hawser.data", data.toString());
    flags.put("hawser.server.host", "127.0.0.1");
    flags.put("hawser.server.port", "0");
    flags.putAll(more);
    return SettingsLoader.load(
        AllSettings.ALL, new SettingsSources(flags, Map.of(), null, Set.of()));
  }
}
