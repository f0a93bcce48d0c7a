package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.PersonalTokenId;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.token.TokenService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A token acts for its member, with the member's role or less, and cannot make itself another. */
class PersonalTokenIT {
  private static final String TOKENS = "/api/v1/me/tokens";
  private static final String UNKNOWN = "tok_01h455vb4pex5vsknk084sn02q";
  private static IdentityServer server;
  private static OrganizationId organization;
  private static String root;
  private static String apiKey;

  @BeforeAll
  static void start() {
    server = IdentityServer.start();
    Answer made = server.setUp(server.openSetup()).expect(201);
    organization = OrganizationId.parse(made.text("organization", "id")).orElseThrow();
    root = "/api/v1/projects/" + made.text("project", "id");
    apiKey = made.text("apiKey", "key");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String member(Role role) throws Exception {
    return TestMembers.add(server, organization, role).toString();
  }

  private static Answer create(String user, String body) {
    return server.post(TOKENS, user, body);
  }

  private static String token(String user) {
    return create(user, "{\"name\":\"CI\"}").expect(201).text("token");
  }

  @Test
  void a_token_is_shown_once_and_is_its_member_in_every_project() throws Exception {
    String user = member(Role.ADMIN);
    Answer created = create(user, "{\"name\":\"CI\"}").expect(201);
    String token = created.text("token");
    assertThat(token).startsWith(created.text("prefix")).matches("hwp_[0-9a-z]{78}");
    Instant expires = Instant.parse(created.text("expiresAt"));
    Instant inNinetyDays = server.bean(TestClock.class).instant().plus(Duration.ofDays(90));
    assertThat(Duration.between(expires, inNinetyDays).abs()).isLessThan(Duration.ofMinutes(1));

    Answer me = server.get("/api/v1/me", token).expect(200);
    assertThat(me.text("subject")).isEqualTo(user);
    assertThat(me.at("project")).isNull();
    assertThat(me.list("permissions")).hasSize(Permission.values().length);
    server.put(root + "/secrets/TOKEN", token, "{\"value\":\"hunter22\"}").expect(201);

    UUID second = UUID.randomUUID();
    server.execute(
        "insert into identity.project select '%s', organization_id, team_id, 'Second', created_at"
                .formatted(second)
            + " from identity.project where name = 'Main'");
    String other = "/api/v1/projects/" + new ProjectId(second) + "/secrets";
    server.get(other, token).expect(200);

    String list = String.valueOf(server.get(TOKENS, token).expect(200).json());
    assertThat(list)
        .contains(created.text("id"), created.text("prefix"), "CI")
        .doesNotContain(token.substring(30))
        .doesNotContain("argon2");
    assertThat(server.everythingStored()).doesNotContain(token.substring(30));
  }

  @Test
  void a_token_cannot_make_tokens_and_a_key_has_none() throws Exception {
    String user = member(Role.ADMIN);
    String token = token(user);
    create(token, "{\"name\":\"child\"}").expect(403, "identity.sign-in-needed");
    server
        .patch("/api/v1/me/profile", token, "{\"email\":\"other@acme.example\"}")
        .expect(403, "identity.sign-in-needed");
    server.delete("/api/v1/me/membership", token).expect(403, "identity.sign-in-needed");
    create(apiKey, "{\"name\":\"child\"}").expect(403, "identity.member-needed");
    server.get(TOKENS, apiKey).expect(403, "identity.member-needed");
    server.delete(TOKENS + "/" + UNKNOWN, apiKey).expect(403, "identity.member-needed");
    server.get(TOKENS, null).expect(401, "core.unauthenticated");
    server.get(TOKENS, server.operatorToken()).expect(403);
  }

  @Test
  void a_token_is_good_for_its_scopes_as_far_as_the_role_has_them() throws Exception {
    String user = member(Role.MEMBER);
    Answer created =
        create(user, "{\"name\":\"x\",\"scopes\":[\"secrets:view\",\"workflows:view\"]}")
            .expect(201);
    assertThat(created.list("scopes")).isEqualTo(List.of("secrets:view", "workflows:view"));
    String token = created.text("token");
    server.get(root + "/secrets", token).expect(200);
    assertThat(server.get("/api/v1/me", token).expect(200).list("permissions"))
        .isEqualTo(List.of("secrets:view", "workflows:view"));
    for (String wrong : List.of("secrets:manage", "members:manage", "fly")) {
      Answer refused =
          create(user, "{\"name\":\"x\",\"scopes\":[\"" + wrong + "\"]}")
              .expect(422, "core.body-invalid");
      assertThat(String.valueOf(refused.at("problems"))).contains("pointer=/scopes", wrong);
    }
  }

  @Test
  void another_role_counts_everywhere_within_two_seconds() throws Exception {
    String user = member(Role.ADMIN);
    String token = token(user);
    server.get(root + "/api-keys", token).expect(200);
    server.execute(
        "update identity.app_user set role = 'viewer' where id = '%s'"
            .formatted(UserId.parse(user).orElseThrow().value()));
    server.bean(TestClock.class).forward(Duration.ofSeconds(2));
    server.get(root + "/api-keys", token).expect(403, "core.access-denied");
    assertThat(server.get("/api/v1/me", token).expect(200).list("permissions"))
        .hasSize(Role.VIEWER.permissions().size());
  }

  @Test
  void a_revoked_token_stops_at_once_here_and_within_two_seconds_elsewhere() throws Exception {
    String user = member(Role.VIEWER);
    Answer created = create(user, "{\"name\":\"to go\"}").expect(201);
    String token = created.text("token");
    try (IdentityServer sibling = server.sibling()) {
      sibling.get("/api/v1/me", token).expect(200);
      server.get("/api/v1/me", token).expect(200);
      server.delete(TOKENS + "/" + created.text("id"), token).expect(204);
      server.get("/api/v1/me", token).expect(401, "identity.token-invalid");
      server.delete(TOKENS + "/" + created.text("id"), user).expect(404);
      sibling.bean(TestClock.class).forward(Duration.ofSeconds(2));
      sibling.get("/api/v1/me", token).expect(401, "identity.token-invalid");
    }
  }

  @Test
  void all_tokens_of_a_member_are_revoked_together_and_go_with_the_member() throws Exception {
    String user = member(Role.MEMBER);
    UserId id = UserId.parse(user).orElseThrow();
    List<String> tokens = List.of(token(user), token(user));
    tokens.forEach(token -> server.get("/api/v1/me", token).expect(200));
    assertThat(server.bean(TokenService.class).revokeAll(id, "usr_x")).hasSize(2);
    tokens.forEach(token -> server.get("/api/v1/me", token).expect(401, "identity.token-invalid"));
    assertThat(server.get(TOKENS, user).expect(200).list("items")).isEmpty();
    assertThat(server.bean(TokenService.class).revokeAll(id, "usr_x")).isEmpty();

    String last = token(user);
    server.get("/api/v1/me", last).expect(200);
    server.execute("delete from identity.app_user where id = '%s'".formatted(id.value()));
    server.bean(TestClock.class).forward(Duration.ofSeconds(2));
    server.get("/api/v1/me", last).expect(401, "identity.token-invalid");
  }

  @Test
  void an_expired_token_says_so_and_only_to_its_holder() throws Exception {
    String user = member(Role.VIEWER);
    Instant soon = server.bean(TestClock.class).instant().plusSeconds(60);
    String token =
        create(user, "{\"name\":\"short\",\"expiresAt\":\"" + soon + "\"}")
            .expect(201)
            .text("token");
    server.get("/api/v1/me", token).expect(200);
    server.bean(TestClock.class).forward(Duration.ofSeconds(61));
    server.get("/api/v1/me", token).expect(401, "identity.token-expired");
    server
        .get("/api/v1/me", token.substring(0, 30) + apiKey.substring(30))
        .expect(401, "identity.token-invalid");
  }

  @Test
  void what_was_tampered_with_does_not_hold() throws Exception {
    String token = token(member(Role.ADMIN));
    server.get("/api/v1/me", token).expect(200);
    for (String wrong :
        List.of(
            "hwp_",
            "hwp_" + token,
            token + "0",
            token.substring(0, 81),
            WrongSecrets.like(token),
            token.substring(0, 30) + token.substring(30).toUpperCase(Locale.ROOT),
            "hwp_" + UNKNOWN.substring(4) + token.substring(30),
            "hwp_" + apiKey.substring(4))) {
      server.get("/api/v1/me", wrong).expect(401, "identity.token-invalid");
    }
    server.get("/api/v1/me", "hwk_" + token.substring(4)).expect(401, "identity.key-invalid");
    server.get("/api/v1/me", "Token " + token).expect(401, "identity.credentials-malformed");
    server.get("/api/v1/me", token).expect(200);
  }

  @Test
  void administrators_see_and_revoke_tokens_of_their_own_members_only() throws Exception {
    String admin = member(Role.ADMIN);
    String user = member(Role.MEMBER);
    Answer created = create(user, "{\"name\":\"CI\"}").expect(201);
    String path = "/api/v1/members/" + user + "/tokens";
    server.get(path, user).expect(403, "core.access-denied");
    server.get(path, apiKey).expect(403, "core.access-denied");
    assertThat(server.get(path, admin).expect(200).list("items")).hasSize(1);
    server.get(path, token(admin)).expect(200);

    UUID other = UUID.randomUUID();
    server.execute(
        "insert into identity.organization values ('%s', 'Other', now())".formatted(other));
    String stranger = TestMembers.add(server, new OrganizationId(other), Role.ADMIN).toString();
    server.get(path, stranger).expect(404, "identity.user-not-found");
    server.delete(path + "/" + created.text("id"), stranger).expect(404);
    server.get("/api/v1/members/nonsense/tokens", admin).expect(404, "identity.user-not-found");
    String foreign = create(stranger, "{\"name\":\"x\"}").expect(201).text("id");
    for (String id : List.of(foreign, UNKNOWN, "x")) {
      server.delete(path + "/" + id, admin).expect(404, "identity.token-not-found");
      server.delete(TOKENS + "/" + id, user).expect(404, "identity.token-not-found");
    }

    server.delete(path + "/" + created.text("id"), admin).expect(204);
    server.get("/api/v1/me", created.text("token")).expect(401, "identity.token-invalid");
    assertThat(
            server.query(
                "select revoked_by from identity.personal_token where id = '%s'"
                    .formatted(PersonalTokenId.parse(created.text("id")).orElseThrow().value())))
        .containsExactly(admin);
  }

  @Test
  void a_project_of_another_organization_does_not_exist() throws Exception {
    UUID other = UUID.randomUUID();
    server.execute(
        "insert into identity.organization values ('%s', 'Third', now())".formatted(other));
    String token = token(TestMembers.add(server, new OrganizationId(other), Role.ADMIN).toString());
    for (int i = 0; i < 2; i++) { // asked and remembered
      server.get(root + "/secrets", token).expect(404, "identity.project-not-found");
      server.get("/api/v1/projects/x/secrets", token).expect(404);
    }
  }

  @Test
  void wrong_requests_are_explained() throws Exception {
    String user = member(Role.ADMIN);
    Instant now = server.bean(TestClock.class).instant();
    Instant late = now.plus(Duration.ofDays(366));
    for (String wrong :
        List.of(
            "\"expiresAt\":\"2001-01-01T00:00:00Z\"",
            "\"expiresAt\":\"" + late + "\"",
            "\"expiresAt\":\"soon\"")) {
      Answer refused = create(user, "{\"name\":\"x\"," + wrong + "}").expect(422);
      assertThat(String.valueOf(refused.at("problems"))).contains("pointer=/expiresAt");
    }
    create(user, "{\"name\":\"x\",\"expiresAt\":\"" + late.minus(Duration.ofDays(2)) + "\"}")
        .expect(201);
    create(user, "{}").expect(422, "core.body-invalid");
    create(user, "{\"name\":\"x\",\"user\":\"y\"}").expect(422, "core.body-invalid");
    create(user, "{\"name\":\"" + "x".repeat(101) + "\"}").expect(422, "core.body-invalid");
  }

  @Test
  void a_member_has_at_most_fifty_also_when_all_are_made_at_once() throws Exception {
    String user = member(Role.VIEWER);
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      List<Callable<Integer>> calls =
          Stream.generate(() -> (Callable<Integer>) () -> create(user, "{\"name\":\"x\"}").status())
              .limit(60)
              .toList();
      for (Future<Integer> call : executor.invokeAll(calls)) {
        statuses.add(call.get());
      }
    }
    assertThat(statuses.stream().filter(status -> status == 201)).hasSize(50);
    assertThat(statuses.stream().filter(status -> status == 409)).hasSize(10);
    create(user, "{\"name\":\"x\"}").expect(409, "identity.too-many-tokens");
    Answer page = server.get(TOKENS + "?limit=30", user).expect(200);
    assertThat(page.list("items")).hasSize(30);
    Answer rest =
        server.get(TOKENS + "?limit=30&cursor=" + page.text("nextCursor"), user).expect(200);
    assertThat(rest.list("items")).hasSize(20);
    Object first = ((Map<?, ?>) page.list("items").getFirst()).get("id");
    server.delete(TOKENS + "/" + first, user).expect(204);
    create(user, "{\"name\":\"x\"}").expect(201);
  }

  @Test
  void the_last_use_is_written() throws Exception {
    String user = member(Role.VIEWER);
    String token = token(user);
    assertThat(lastUse(user)).isNull();
    server.get("/api/v1/me", token).expect(200);
    server.flushLastUses();
    assertThat(lastUse(user)).isNotNull();
  }

  private static @Nullable Object lastUse(String user) {
    Answer list = server.get(TOKENS, user).expect(200);
    return ((Map<?, ?>) list.list("items").getFirst()).get("lastUsedAt");
  }
}
