package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ApiKeys;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.key.KeyService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApiKeyIT {
  private static final String UNKNOWN_KEY_ID = "key_01h455vb4pex5vsknk084sn02q";
  private static IdentityServer server;
  private static String project;
  private static String key;
  private static String foreignProject;
  private static String foreignKey;
  private static String foreignKeyId;

  @BeforeAll
  static void start() throws Exception {
    server = IdentityServer.start();
    Answer made = server.setUp(server.openSetup()).expect(201);
    project = made.text("project", "id");
    String scopes =
        new String(Json.write(Permission.OF_PROJECT.stream().map(Permission::id).toList()), UTF_8);
    key =
        server
            .post(
                keys(), made.text("user", "id"), "{\"name\":\"manager\",\"scopes\":" + scopes + "}")
            .expect(201)
            .text("key");
    UUID organizationId = UUID.randomUUID();
    UUID projectId = UUID.randomUUID();
    server.execute(
        """
        insert into identity.organization values ('%1$s', 'Other', now());
        insert into identity.team values ('%1$s', '%1$s', 'Other', now());
        insert into identity.project values ('%2$s', '%1$s', '%1$s', 'Other', now());
        """
            .formatted(organizationId, projectId));
    foreignProject = new ProjectId(projectId).toString();
    KeyService.CreatedKey created =
        server
            .bean(KeyService.class)
            .create(
                new KeyService.Owner(
                    new OrganizationId(organizationId), new ProjectId(projectId), "test"),
                new KeyService.NewKey("other", Permission.OF_PROJECT, null, null));
    foreignKey = created.text();
    foreignKeyId = created.key().id().toString();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Method, path with the project in place of %s, body. */
  static Stream<List<String>> endpoints() {
    String keys = "/api/v1/projects/%s/api-keys";
    return Stream.of(
        List.of("GET", "/api/v1/me", ""),
        List.of("GET", "/api/v1/organization/logo", ""),
        List.of("PUT", "/api/v1/organization/logo", "x"),
        List.of("DELETE", "/api/v1/organization/logo", ""),
        List.of("GET", "/api/v1/users/usr_01h455vb4pex5vsknk084sn02q/avatar", ""),
        List.of("PUT", "/api/v1/users/usr_01h455vb4pex5vsknk084sn02q/avatar", "x"),
        List.of("DELETE", "/api/v1/users/usr_01h455vb4pex5vsknk084sn02q/avatar", ""),
        List.of("GET", "/api/v1/projects/%s/secrets", ""),
        List.of("GET", "/api/v1/projects/%s/secrets/A", ""),
        List.of("PUT", "/api/v1/projects/%s/secrets/A", "{\"value\":\"hunter22\"}"),
        List.of("DELETE", "/api/v1/projects/%s/secrets/A", ""),
        List.of("GET", keys, ""),
        List.of("POST", keys, "{\"name\":\"x\"}"),
        List.of("DELETE", keys + "/" + UNKNOWN_KEY_ID, ""));
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void every_endpoint_needs_a_key_that_holds(List<String> endpoint) {
    String body = endpoint.getLast().isEmpty() ? null : endpoint.getLast();
    String path = endpoint.get(1).formatted(project);
    String method = endpoint.getFirst();
    server.send(method, path, null, body, Map.of()).expect(401, "core.unauthenticated");
    for (String malformed : List.of("", "hwk_", "x", key + "0", key.substring(1))) {
      server
          .send(method, path, "Bearer " + malformed, body, Map.of())
          .expect(
              401, malformed.isEmpty() ? "identity.credentials-malformed" : "identity.key-invalid");
    }
    server
        .send(method, path, "Basic " + key, body, Map.of())
        .expect(401, "identity.credentials-malformed");
    for (String wrong :
        List.of(
            WrongSecrets.like(key),
            foreignKey.substring(0, 30) + key.substring(30),
            "hwk_" + UNKNOWN_KEY_ID.substring(4) + key.substring(30))) {
      Answer answer =
          server.send(method, path, wrong, body, Map.of()).expect(401, "identity.key-invalid");
      assertThat(answer.http().headers().firstValue("WWW-Authenticate")).isPresent();
    }
    server.get("/api/v1/me", key).expect(200);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void what_is_foreign_malformed_or_unknown_looks_the_same(List<String> endpoint) {
    String body = endpoint.getLast().isEmpty() ? null : endpoint.getLast();
    if (!endpoint.get(1).contains("%s")) {
      return; // it has no id in its path
    }
    for (String other : List.of(foreignProject, "prj_01h455vb4pex5vsknk084sn02q", "x")) {
      server
          .send(endpoint.getFirst(), endpoint.get(1).formatted(other), key, body, Map.of())
          .expect(404, "identity.project-not-found");
    }
  }

  @Test
  void keys_of_others_cannot_be_revoked() {
    for (String other : List.of(foreignKeyId, UNKNOWN_KEY_ID, "x")) {
      server
          .delete("/api/v1/projects/" + project + "/api-keys/" + other, key)
          .expect(404, "identity.key-not-found");
    }
    server.get("/api/v1/me", foreignKey).expect(200);
  }

  @Test
  void a_key_is_shown_once_and_works() {
    Answer created = create("{\"name\":\"CI\",\"expiresAt\":\"2999-01-01T00:00:00Z\"}").expect(201);
    String text = created.text("key");
    assertThat(server.get("/api/v1/me", text).expect(200).text("subject"))
        .isEqualTo(created.text("id"));
    Answer list = server.get(keys(), key).expect(200);
    assertThat(String.valueOf(list.json()))
        .contains(created.text("id"), created.text("prefix"), "2999-01-01T00:00:00Z")
        .doesNotContain(text.substring(30))
        .doesNotContain("argon2");
    assertThat(text).startsWith(created.text("prefix"));
  }

  @Test
  void lists_come_in_pages() {
    for (int i = 0; i < 3; i++) {
      create("{\"name\":\"page " + i + "\"}").expect(201);
    }
    List<Object> all =
        server.get(keys() + "?limit=200", key).expect(200).list("items").stream()
            .<Object>map(item -> item)
            .toList();
    List<Object> paged = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      String page = keys() + "?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
      Answer answer = server.get(page, key).expect(200);
      assertThat(answer.list("items")).hasSizeBetween(1, 2);
      paged.addAll(answer.list("items"));
      cursor = (String) answer.at("nextCursor");
    }
    assertThat(paged).hasSizeGreaterThan(3).isEqualTo(all);
    server.get(keys() + "?limit=0", key).expect(422, "core.page-invalid");
    server.get(keys() + "?cursor=bm9wZQ", key).expect(422, "core.page-invalid");
    server.get(keys() + "?limit=many", key).expect(400, "core.argument-invalid");
  }

  @Test
  void wrong_requests_are_explained() {
    create("{}").expect(422, "core.body-invalid");
    create("{\"name\":\"x\",\"role\":\"admin\"}").expect(422, "core.body-invalid");
    create("{\"name\":\"x\",\"expiresAt\":\"2001-01-01T00:00:00Z\"}")
        .expect(422, "core.body-invalid");
    create("{\"name\":\"x\",\"expiresAt\":\"tomorrow\"}").expect(422, "core.body-invalid");
    create("{\"name\":\"" + "x".repeat(101) + "\"}").expect(422, "core.body-invalid");
    create("{").expect(422, "core.body-malformed");
    server.send("PUT", keys(), key, "{}", Map.of()).expect(405, "core.method-not-allowed");
  }

  @Test
  void a_repeated_request_makes_no_second_key() {
    Map<String, String> header = Map.of("Idempotency-Key", "\"once\"");
    String body = "{\"name\":\"once\"}";
    Answer first = server.send("POST", keys(), key, body, header).expect(201);
    Answer again = server.send("POST", keys(), key, body, header);
    again.expect(409, "identity.key-already-created");
    assertThat(again.text("detail")).contains(first.text("id"));
    server
        .send("POST", keys(), key, "{\"name\":\"twice\"}", header)
        .expect(422, "core.idempotency-key-reused");
    String foreign = "/api/v1/projects/" + foreignProject + "/api-keys";
    server.send("POST", foreign, foreignKey, body, header).expect(201);

    server.bean(TestClock.class).forward(Duration.ofHours(25));
    Answer later = server.send("POST", keys(), key, body, header).expect(201);
    assertThat(later.text("id")).isNotEqualTo(first.text("id"));
    server.send("POST", keys(), key, body, Map.of("Idempotency-Key", "a b")).expect(422);
  }

  @Test
  void an_expired_key_says_so_and_only_to_its_holder() {
    Instant soon = server.bean(TestClock.class).instant().plusSeconds(60);
    Answer created = create("{\"name\":\"short\",\"expiresAt\":\"" + soon + "\"}").expect(201);
    String text = created.text("key");
    server.get("/api/v1/me", text).expect(200);
    server.bean(TestClock.class).forward(Duration.ofSeconds(61));
    server.get("/api/v1/me", text).expect(401, "identity.key-expired");
    String guess = text.substring(0, 30) + key.substring(30);
    server.get("/api/v1/me", guess).expect(401, "identity.key-invalid");
    try (IdentityServer sibling = server.sibling()) {
      sibling.bean(TestClock.class).forward(Duration.ofDays(2));
      sibling.get("/api/v1/me", text).expect(401, "identity.key-expired");
    }
  }

  @Test
  void a_revoked_key_stops_at_once_here_and_within_two_seconds_elsewhere() throws Exception {
    Answer created = create("{\"name\":\"to go\"}").expect(201);
    String text = created.text("key");
    try (IdentityServer sibling = server.sibling()) {
      sibling.get("/api/v1/me", text).expect(200);
      server.get("/api/v1/me", text).expect(200);
      server.delete(keys() + "/" + created.text("id"), key).expect(204);
      server.get("/api/v1/me", text).expect(401, "identity.key-invalid");
      server.delete(keys() + "/" + created.text("id"), key).expect(404);
      sibling.bean(TestClock.class).forward(Duration.ofSeconds(2));
      sibling.get("/api/v1/me", text).expect(401, "identity.key-invalid");
      assertThat(sibling.bean(ApiKeys.class).verify(text)).isEmpty();
    }
    assertThat(server.query("select revoked_by from identity.api_key where name = 'to go'"))
        .allMatch(by -> by.startsWith("key_"));
  }

  @Test
  void the_last_use_is_written_once_a_minute_at_most() throws Exception {
    Answer created = create("{\"name\":\"used\"}").expect(201);
    String sql = "select last_used_at from identity.api_key where name = 'used'";
    assertThat(server.query(sql)).containsExactly("null");
    server.get("/api/v1/me", created.text("key")).expect(200);
    server.flushLastUses();
    List<String> first = server.query(sql);
    assertThat(first).doesNotContain("null");

    server.bean(TestClock.class).forward(Duration.ofSeconds(30));
    server.get("/api/v1/me", created.text("key")).expect(200);
    server.flushLastUses();
    assertThat(server.query(sql)).isEqualTo(first);

    server.bean(TestClock.class).forward(Duration.ofSeconds(31));
    server.get("/api/v1/me", created.text("key")).expect(200);
    server.flushLastUses();
    assertThat(server.query(sql)).isNotEqualTo(first);
  }

  @Test
  void an_endpoint_that_does_not_say_who_may_call_it_is_closed() {
    server.get("/api/v1/forgotten", null).expect(401, "core.unauthenticated");
    server.get("/api/v1/forgotten", key).expect(403, "core.access-denied");
  }

  @Test
  void a_busy_key_is_checked_again_in_the_background() {
    Answer created = create("{\"name\":\"busy\"}").expect(201);
    String text = created.text("key");
    try (IdentityServer sibling = server.sibling()) {
      sibling.get("/api/v1/me", text).expect(200);
      TestClock clock = sibling.bean(TestClock.class);
      Instant later = clock.instant().plusMillis(1_100);
      server.delete(keys() + "/" + created.text("id"), key).expect(204);
      await()
          .until(
              () -> {
                // It stands: two seconds later the caller would look itself.
                clock.forward(Duration.between(clock.instant(), later));
                return sibling.get("/api/v1/me", text).status() == 401;
              });
    }
  }

  @Test
  void a_path_without_an_endpoint_is_not_found_whoever_asks() {
    server.get("/api/v1/nothing", null).expect(404, "core.route-not-found");
    server.get("/api/v1/nothing", key).expect(404, "core.route-not-found");
    for (String around : List.of("/hooks/../api/v1/me", "/hooks/%2e%2e/api/v1/me", "/api/v1//me")) {
      assertThat(server.get(around, null).status()).as(around).isIn(401, 404);
    }
  }

  private static String keys() {
    return "/api/v1/projects/" + project + "/api-keys";
  }

  private static Answer create(String body) {
    return server.post(keys(), key, body);
  }
}
