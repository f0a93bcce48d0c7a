package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.embedded.DataFolderLock;
import dev.hawser.embedded.EmbeddedPostgres;
import dev.hawser.embedded.EmbeddedRedis;
import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Folders;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Load;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.RedisCluster;
import dev.hawser.systemtest.harness.TlsFront;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The shape of the multi-tenant cloud: a PostgreSQL server per module, a standalone Redis behind
 * TLS, a Redis Cluster for cache and queue, and two replicas.
 */
class CloudShapeIT {
  private static final List<String> MODULES = List.of("identity", "workflows", "tasks");
  private static final Map<String, EmbeddedPostgres> POSTGRES = new LinkedHashMap<>();
  private static final List<AutoCloseable> OPEN = new ArrayList<>();

  private static Path folder;
  private static RedisCluster cluster;
  private static EchoServer echo;
  private static Hawser first;
  private static Hawser second;

  @BeforeAll
  static void start() throws IOException {
    folder = Folders.create("hawser-cloud-");
    Path binaries = folder.resolve("bin");
    for (String module : MODULES) {
      DataFolderLock lock = opened(DataFolderLock.acquire(directory(module)));
      Map<String, String> small = Map.of("shared_buffers", "32MB");
      POSTGRES.put(module, opened(EmbeddedPostgres.start(lock, binaries, small, text -> {})));
    }
    DataFolderLock lock = opened(DataFolderLock.acquire(directory("system")));
    EmbeddedRedis system = opened(EmbeddedRedis.start(lock, binaries, text -> {}));
    cluster = opened(RedisCluster.start(redisServer(binaries)));
    TlsFront tls = opened(TlsFront.before(system.port()));
    echo = opened(EchoServer.start());

    first = opened(replica(system, tls)).start();
    Hawser.Credentials credentials = first.setUp();
    second = opened(replica(system, tls)).as(credentials).start();
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable open : OPEN.reversed()) {
      open.close();
    }
    Folders.delete(folder);
  }

  @Test
  void what_one_replica_deploys_runs_on_both_and_each_server_has_its_own_data() throws Exception {
    Deployed workflow = first.project().deploy(Definitions.w1("cloud", echo.url("/cloud")));
    List<String> accepted = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      Project project = (n % 2 == 0 ? first : second).project();
      accepted.add(project.webhook(workflow, Map.of("n", n)));
    }

    for (String execution : accepted) {
      assertThat(second.project().awaitEnd(execution).text("status")).isEqualTo("SUCCEEDED");
    }
    assertThat(echo.calls("/cloud")).hasSize(20);
    for (String module : MODULES) {
      assertThat(schemas(module)).as("schemas on the server of " + module).containsExactly(module);
    }
    assertThat(cluster.sizes()).as("keys per node").anyMatch(size -> size > 0);
  }

  @Test
  void a_replica_with_servers_of_yours_makes_none_of_its_own() {
    for (Hawser replica : List.of(first, second)) {
      assertThat(replica.data()).isDirectoryNotContaining("glob:**/{postgres,redis,bin}");
    }
  }

  @Test
  void what_is_done_on_any_server_is_in_the_audit_log_on_that_of_identity() {
    Deployed workflow = second.project().deploy(Definitions.w1("audited", echo.url("/audited")));
    Answer started =
        first
            .project()
            .api()
            .post(first.project().path("/workflows/" + workflow.id() + "/trigger"));
    assertThat(started.status()).isEqualTo(202);
    Waiting.until(
        "the entries are there",
        () -> {
          try (Connection connection = connect("identity");
              ResultSet row =
                  connection
                      .createStatement()
                      .executeQuery(
                          "select count(*) from identity.audit_entry where target_id in ('%s', '%s')"
                              .formatted(workflow.id(), started.text("executionId")))) {
            return row.next() && row.getInt(1) == 3;
          }
        });
  }

  @Test
  void a_new_version_reaches_the_other_replica_at_once() {
    Deployed workflow = first.project().deploy(version("announced", "one"));
    Project there = second.project();
    assertThat(noted(there, there.webhook(workflow, Map.of()))).isEqualTo("one");

    String path = first.project().path("/workflows/" + workflow.id());
    Answer draft = first.project().api().get(path);
    assertThat(
            first
                .project()
                .api()
                .send(
                    "PUT",
                    path,
                    BodyPublishers.ofString(version("announced", "two")),
                    Map.of(
                        "Content-Type",
                        "application/json",
                        "If-Match",
                        draft.headers().firstValue("ETag").orElseThrow()))
                .status())
        .isEqualTo(200);
    assertThat(first.project().api().post(path + "/deploy").status()).isEqualTo(200);

    Waiting.until(
        "the other replica runs version two",
        () -> noted(there, there.webhook(workflow, Map.of())).equals("two"));
  }

  @Test
  void a_flushed_cluster_loses_nothing_under_load() {
    Deployed workflow =
        first
            .project()
            .deploy(Definitions.twoRequests("flushed", echo.url("/flush/1"), echo.url("/flush/2")));
    List<String> accepted;
    try (Load load = Load.endless(first.address(), workflow.hookPath(), 8)) {
      load.awaitAccepted(100);
      cluster.flush();
      load.awaitAccepted(200);
      load.stop();
      assertThat(load.refused()).as("other answers than 2xx").isEmpty();
      assertThat(load.broken()).as("requests without an answer").isEmpty();
      accepted = load.accepted();
    }
    Promises.everyAcceptedOneSucceeds(
        second.project(), workflow.id(), accepted, Duration.ofSeconds(90));
    Promises.noRecordedStepRanAgain(
        echo.calls().stream().filter(call -> call.path().startsWith("/flush/")).toList(),
        "/flush/1",
        "/flush/2",
        0);
  }

  private static String version(String name, String text) {
    return Definitions.webhook(
        name, "{\"id\": \"note\", \"type\": \"transform\", \"value\": \"" + text + "\"}");
  }

  private static String noted(Project project, String execution) {
    return String.valueOf(project.awaitEnd(execution).objects("steps").getFirst().get("output"));
  }

  private static Hawser replica(EmbeddedRedis system, TlsFront tls) {
    Hawser hawser = Hawser.empty();
    POSTGRES.forEach(
        (module, postgres) ->
            hawser
                .set("postgres." + module + ".url", postgres.jdbcUrl())
                .set("postgres." + module + ".username", postgres.username())
                .set("postgres." + module + ".password", postgres.password())
                .set("postgres." + module + ".max-connections", "20"));
    String plain = system.uri();
    return hawser
        .set(
            "redis.system.url",
            plain.replace("redis://", "rediss://").replace(":" + system.port(), ":" + tls.port()))
        .set("redis.cache.url", cluster.url())
        .set("redis.queue.url", cluster.url())
        .set("engine.max-running", "4") // most executions go through the queue
        .set("storage.folder", folder.resolve("blobs").toString())
        .set("vault.keyset-file", folder.resolve("vault-keyset.json").toString())
        .setVariable("JAVA_TOOL_OPTIONS", tls.trustOptions());
  }

  private static Connection connect(String module) throws SQLException {
    EmbeddedPostgres server = POSTGRES.get(module);
    return DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
  }

  private static List<String> schemas(String module) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = connect(module);
        ResultSet row =
            connection
                .createStatement()
                .executeQuery(
                    "select nspname from pg_namespace where nspname !~ '^pg_'"
                        + " and nspname not in ('information_schema', 'public') order by 1")) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    return found;
  }

  private static Path directory(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  private static Path redisServer(Path binaries) throws IOException {
    try (Stream<Path> files = Files.walk(binaries)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("redis-server"))
          .filter(Files::isExecutable)
          .filter(Files::isRegularFile)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no redis-server below " + binaries));
    }
  }

  private static <T extends AutoCloseable> T opened(T resource) {
    OPEN.add(resource);
    return resource;
  }
}
