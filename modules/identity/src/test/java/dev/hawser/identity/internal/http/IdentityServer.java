package dev.hawser.identity.internal.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import dev.hawser.identity.Operator;
import dev.hawser.identity.Setup;
import dev.hawser.identity.internal.key.KeyVerifier;
import dev.hawser.identity.internal.token.TokenVerifier;
import dev.hawser.testing.TestDatabase;
import dev.hawser.testing.TestFolders;
import dev.hawser.testing.TestServers;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One replica with this module only, on a real database, seen through HTTP. */
final class IdentityServer implements AutoCloseable {
  static final String PASSWORD = "vexed-otter-lamp";
  private static final Logger LOG = LoggerFactory.getLogger(IdentityServer.class);

  /** An answer and its JSON, if it has any. */
  record Answer(HttpResponse<byte[]> http, @Nullable Object json) {
    int status() {
      return http.statusCode();
    }

    /** A value of the JSON by the names on the way to it. */
    @Nullable Object at(String... names) {
      Object value = json;
      for (String name : names) {
        value = ((Map<?, ?>) requireNonNull(value)).get(name);
      }
      return value;
    }

    String text(String... names) {
      return (String) requireNonNull(at(names));
    }

    List<?> list(String name) {
      return (List<?>) requireNonNull(at(name));
    }

    Answer expect(int status, String code) {
      expect(status);
      assertThat(at("code")).isEqualTo(code);
      return this;
    }

    Answer expect(int status) {
      assertThat(status()).as(String.valueOf(json)).isEqualTo(status);
      return this;
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final TestDatabase database;
  private final String redis;
  private final Path keyset;
  private final boolean ownsDatabase;
  private final Map<String, String> settings;
  private final EmbeddedServer server;

  private IdentityServer(
      TestDatabase database,
      String redis,
      Path keyset,
      boolean ownsDatabase,
      Map<String, String> settings) {
    this.database = database;
    this.redis = redis;
    this.keyset = keyset;
    this.ownsDatabase = ownsDatabase;
    this.settings = settings;
    Map<String, Object> properties = new HashMap<>(database.asDataSources("identity"));
    properties.put("datasources.identity.dialect", "POSTGRES");
    properties.put("datasources.identity.maximum-pool-size", 8);
    properties.put("datasources.identity.minimum-idle", 2); // as in the application
    properties.put("datasources.identity.connection-timeout", 3_000);
    properties.put("flyway.datasources.identity.enabled", true);
    properties.put("flyway.datasources.identity.locations", "classpath:db/identity");
    properties.put("flyway.datasources.identity.default-schema", "identity");
    properties.put("flyway.datasources.identity.schemas", "identity");
    properties.put("flyway.datasources.identity.create-schemas", true);
    properties.put("micronaut.server.port", -1);
    properties.put("micronaut.server.cors.localhost-pass-through", true); // as in the application
    properties.put("test.redis", redis);
    properties.put("test.keyset", keyset.toString());
    properties.put(
        "test.settings",
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining("\n")));
    this.server = run(properties);
  }

  /** One that does not start leaves nothing behind: its duties would go on for other tests. */
  private static EmbeddedServer run(Map<String, Object> properties) {
    ApplicationContext context = ApplicationContext.builder().properties(properties).build();
    try {
      return context.start().getBean(EmbeddedServer.class).start();
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  /** A replica on a database that nobody has set up. */
  static IdentityServer start() {
    return start(Map.of());
  }

  /** The same with settings, by their keys. */
  static IdentityServer start(Map<String, String> settings) {
    return start(TestServers.newRedis().uri(), settings);
  }

  /** The same on this Redis. */
  static IdentityServer start(String redis, Map<String, String> settings) {
    return new IdentityServer(Copies.take(), redis, newKeyset(), true, settings);
  }

  /** Migrated once: each migration is a commit or more, and there are many servers. */
  private static final class Template {
    static final TestDatabase DATABASE = TestServers.newDatabase();

    static {
      var _ =
          Flyway.configure()
              .dataSource(DATABASE.jdbcUrl(), DATABASE.username(), DATABASE.password())
              .locations("classpath:db/identity")
              .schemas("identity")
              .load()
              .migrate();
    }
  }

  /**
   * Databases of tests. To copy one and to drop one each take about as long as to start a server,
   * and are done while others start.
   */
  private static final class Copies {
    private static CompletableFuture<TestDatabase> next = ahead();
    private static CompletableFuture<Void> dropped = CompletableFuture.completedFuture(null);

    private static CompletableFuture<TestDatabase> ahead() {
      return CompletableFuture.supplyAsync(Template.DATABASE::copy, Thread::startVirtualThread);
    }

    static synchronized TestDatabase take() {
      TestDatabase copy = next.join();
      next = ahead();
      return copy;
    }

    /** Fails when the one before could not be dropped. */
    static synchronized void drop(TestDatabase copy) {
      dropped.join();
      dropped = CompletableFuture.runAsync(copy::close, Thread::startVirtualThread);
    }
  }

  /** What cannot be deleted is told and left: the test has already said all that it had to say. */
  private static void deleteFolder(Path folder) {
    try {
      TestFolders.delete(folder);
    } catch (UncheckedIOException e) {
      LOG.warn("The folder {} of a keyset could not be deleted", folder, e);
    }
  }

  private static Path newKeyset() {
    try {
      return Files.createTempDirectory("keyset").resolve("vault-keyset.json");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another replica on the same database and Redis, with the same keyset. */
  IdentityServer sibling() {
    return new IdentityServer(database, redis, keyset, false, settings);
  }

  /** Another replica on the same database, with the same keyset, that sees Redis there. */
  IdentityServer siblingOn(String otherRedis) {
    return new IdentityServer(database, otherRedis, keyset, false, settings);
  }

  /** Another replica on the same database and Redis, with a keyset of its own. */
  IdentityServer sibling(Path ownKeyset) {
    return new IdentityServer(database, redis, ownKeyset, false, settings);
  }

  /** Another replica on the same database and Redis, with other settings. */
  IdentityServer sibling(Map<String, String> otherSettings) {
    return new IdentityServer(database, redis, keyset, false, otherSettings);
  }

  /** The file of the vault's keyset. */
  Path keyset() {
    return keyset;
  }

  /** What the operator of this replica presents. */
  String operatorToken() {
    return bean(Operator.class).token().reveal();
  }

  TestDatabase database() {
    return database;
  }

  ApplicationContext context() {
    return server.getApplicationContext();
  }

  <T> T bean(Class<T> type) {
    return server.getApplicationContext().getBean(type);
  }

  <T> Collection<T> beans(Class<T> type) {
    return server.getApplicationContext().getBeansOfType(type);
  }

  void flushLastUses() {
    bean(KeyVerifier.class).writeLastUses();
    bean(TokenVerifier.class).writeLastUses();
  }

  String openSetup() {
    return bean(Setup.class).open().orElseThrow().token().reveal();
  }

  Answer setUp(String token) {
    return post("/api/v1/setup", null, setupBody(token));
  }

  static String setupBody(String token) {
    return """
        {"token":"%s","organization":"Acme","team":"Core","project":"Main",\
        "email":"ada@acme.example","firstName":"Ada","password":"%s"}"""
        .formatted(token, PASSWORD);
  }

  Answer get(String path, @Nullable String key) {
    return send("GET", path, key, null, Map.of());
  }

  Answer post(String path, @Nullable String key, String body) {
    return send("POST", path, key, body, Map.of());
  }

  Answer put(String path, @Nullable String key, String body) {
    return send("PUT", path, key, body, Map.of());
  }

  Answer patch(String path, @Nullable String key, String body) {
    return send("PATCH", path, key, body, Map.of());
  }

  Answer delete(String path, @Nullable String key) {
    return send("DELETE", path, key, null, Map.of());
  }

  /**
   * @param authorization the value behind {@code Bearer }, or the whole header when it has a space
   */
  Answer send(
      String method,
      String path,
      @Nullable String authorization,
      @Nullable String body,
      Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.getURI().resolve(path))
            .setHeader("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::setHeader);
    if (authorization != null) {
      request.header(
          "Authorization", authorization.contains(" ") ? authorization : "Bearer " + authorization);
    }
    try {
      var http = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(http, http.body().length == 0 ? null : Json.read(http.body()));
    } catch (Exception e) {
      throw new AssertionError(method + " " + path, e);
    }
  }

  /** A request with bytes, and the answer as it is. */
  HttpResponse<byte[]> exchange(
      String method,
      String path,
      @Nullable String key,
      HttpRequest.BodyPublisher body,
      Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.getURI().resolve(path)).method(method, body);
    headers.forEach(request::setHeader);
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (Exception e) {
      throw new AssertionError(method + " " + path, e);
    }
  }

  /** Every value of every table as text: what somebody who steals the database has. */
  String everythingStored() throws SQLException {
    StringBuilder all = new StringBuilder();
    for (String table :
        query("select table_name from information_schema.tables where table_schema = 'identity'")) {
      query("select t::text from identity." + table + " t").forEach(all::append);
    }
    return all.toString();
  }

  List<String> query(String sql) throws SQLException {
    return database.query(sql).stream().map(String::valueOf).toList();
  }

  void execute(String sql) throws SQLException {
    database.execute(sql);
  }

  @Override
  public void close() {
    server.close();
    client.close();
    if (ownsDatabase) {
      Copies.drop(database);
      deleteFolder(keyset.getParent());
    }
  }
}
