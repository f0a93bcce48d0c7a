package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A key is good for its scopes, and nobody can give what they do not have. */
class ScopedKeyIT {
  private static IdentityServer server;
  private static OrganizationId organization;
  private static String firstKey;
  private static String admin;
  private static String root;
  private static String keys;

  @BeforeAll
  static void start() throws Exception {
    server = IdentityServer.start();
    Answer made = server.setUp(server.openSetup()).expect(201);
    organization = OrganizationId.parse(made.text("organization", "id")).orElseThrow();
    firstKey = made.text("apiKey", "key");
    root = "/api/v1/projects/" + made.text("project", "id");
    keys = root + "/api-keys";
    admin = TestMembers.add(server, organization, Role.ADMIN).toString();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_key_may_do_what_its_scopes_say() {
    Answer created = create(admin, "\"scopes\":[\"secrets:view\",\"secrets:view\"]").expect(201);
    assertThat(created.list("scopes")).isEqualTo(List.of("secrets:view"));
    String key = created.text("key");
    server.get(root + "/secrets", key).expect(200);
    server.put(root + "/secrets/A", key, "{\"value\":\"hunter22\"}").expect(403);
    server.get(keys, key).expect(403, "core.access-denied");
    assertThat(server.get("/api/v1/me", key).expect(200).list("permissions"))
        .isEqualTo(List.of("secrets:view"));
    assertThat(String.valueOf(server.get(keys, admin).expect(200).json()))
        .contains(created.text("id"), "scopes=[secrets:view]", "lastUsedAt");
  }

  @Test
  void a_key_without_scopes_gets_what_its_maker_has_and_a_project_can_give_but_makes_no_keys() {
    List<String> whole =
        Permission.OF_PROJECT.stream()
            .filter(permission -> permission != Permission.API_KEYS_MANAGE)
            .map(Permission::id)
            .sorted()
            .toList();
    assertThat(create(admin, "\"scopes\":null").expect(201).list("scopes")).isEqualTo(whole);
    assertThat(server.get("/api/v1/me", firstKey).expect(200).list("permissions")).isEqualTo(whole);
    assertThat(whole).doesNotContain("members:manage");
    Answer narrow =
        create(admin, "\"scopes\":[\"api-keys:manage\",\"workflows:view\"]").expect(201);
    assertThat(create(narrow.text("key"), "\"expiresAt\":null").expect(201).list("scopes"))
        .isEqualTo(List.of("workflows:view"));
    server.post(keys, firstKey, "{\"name\":\"x\"}").expect(403, "core.access-denied");
    String only = create(admin, "\"scopes\":[\"api-keys:manage\"]").expect(201).text("key");
    refused(create(only, "\"expiresAt\":null"), "is missing");
    create(only, "\"scopes\":[\"api-keys:manage\"]").expect(201);
  }

  @Test
  void a_key_of_a_key_does_not_hold_longer_than_its_maker() {
    String may = "\"scopes\":[\"api-keys:manage\",\"workflows:view\"]";
    String end = "2999-01-01T00:00:00Z";
    String maker = create(admin, may + ",\"expiresAt\":\"" + end + "\"").expect(201).text("key");
    assertThat(create(maker, may).expect(201).text("expiresAt")).isEqualTo(end);
    Answer late = create(maker, "\"expiresAt\":\"2999-01-01T00:00:01Z\"");
    assertThat(String.valueOf(late.expect(422, "core.body-invalid").at("problems")))
        .contains("pointer=/expiresAt", end);
    String early = "2998-01-01T00:00:00Z";
    assertThat(create(maker, "\"expiresAt\":\"" + early + "\"").expect(201).text("expiresAt"))
        .isEqualTo(early);
    assertThat(create(admin, may).expect(201).at("expiresAt")).isNull();
  }

  @Test
  void nobody_can_give_what_they_do_not_have() {
    String narrow =
        create(admin, "\"scopes\":[\"api-keys:manage\",\"workflows:view\"]")
            .expect(201)
            .text("key");
    refused(create(narrow, "\"scopes\":[\"secrets:manage\"]"), "you do not have yourself");
    refused(create(admin, "\"scopes\":[\"members:manage\"]"), "an API key cannot have");
    refused(create(narrow, "\"scopes\":[\"audit:view\"]"), "an API key cannot have");
    refused(create(admin, "\"scopes\":[\"workflows:fly\"]"), "no permission");
    refused(create(admin, "\"scopes\":[]"), "at least one");
    refused(create(admin, "\"scopes\":\"workflows:view\""), "list of texts");
    refused(create(admin, "\"scopes\":[1]"), "list of texts");
  }

  private static void refused(Answer answer, String why) {
    answer.expect(422, "core.body-invalid");
    assertThat(String.valueOf(answer.at("problems"))).contains("pointer=/scopes", why);
  }

  @Test
  void keys_of_earlier_releases_keep_everything() throws Exception {
    Answer created = create(admin, "\"scopes\":[\"secrets:view\"]").expect(201);
    server.execute(
        "update identity.api_key set scopes = null where scopes = 'secrets:view' and name = 'x'");
    try (IdentityServer sibling = server.sibling()) {
      assertThat(sibling.get("/api/v1/me", created.text("key")).expect(200).list("permissions"))
          .hasSize(Permission.OF_PROJECT.size());
    }
  }

  @Test
  void a_scope_that_this_release_does_not_know_allows_nothing() throws Exception {
    Answer created = create(admin, "\"scopes\":[\"workflows:view\"]").expect(201);
    server.execute(
        "update identity.api_key set scopes = 'workflows:view moon:land members:manage'"
            + " where scopes = 'workflows:view'");
    assertThat(server.get("/api/v1/me", created.text("key")).expect(200).list("permissions"))
        .isEqualTo(List.of("workflows:view"));
  }

  @Test
  void the_same_request_with_other_scopes_is_another_one() {
    Map<String, String> header = Map.of("Idempotency-Key", "scoped");
    String body = "{\"name\":\"x\",\"scopes\":[\"workflows:view\"]}";
    server.send("POST", keys, admin, body, header).expect(201);
    server.send("POST", keys, admin, body, header).expect(409, "identity.key-already-created");
    server
        .send("POST", keys, admin, "{\"name\":\"x\"}", header)
        .expect(422, "core.idempotency-key-reused");
  }

  @Test
  void no_call_that_begins_after_a_revocation_gets_through_here() throws Exception {
    for (int round = 0; round < 10; round++) {
      Answer created = create(admin, "\"scopes\":[\"secrets:view\"]").expect(201);
      String key = created.text("key");
      AtomicBoolean revoked = new AtomicBoolean();
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Callable<Integer>> calls =
            IntStream.range(0, 4)
                .<Callable<Integer>>mapToObj(
                    i ->
                        () -> {
                          int late = 0;
                          for (int after = 0; after < 5; ) {
                            boolean began = revoked.get();
                            int status = server.get(root + "/secrets", key).status();
                            assertThat(status).isIn(200, 401);
                            late += began && status == 200 ? 1 : 0;
                            after += began ? 1 : 0;
                          }
                          return late;
                        })
                .toList();
        Future<?> revocation =
            executor.submit(
                () -> {
                  server.delete(keys + "/" + created.text("id"), admin).expect(204);
                  revoked.set(true);
                });
        for (Future<Integer> call : executor.invokeAll(calls)) {
          assertThat(call.get()).isZero();
        }
        revocation.get();
      }
    }
  }

  private static Answer create(String by, String more) {
    return server.post(keys, by, "{\"name\":\"x\"," + more + "}");
  }
}
