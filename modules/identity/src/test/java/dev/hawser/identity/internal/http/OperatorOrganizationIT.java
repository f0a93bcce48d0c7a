package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operator sees and makes organizations. */
class OperatorOrganizationIT {
  private static final String PATH = "/api/v1/operator/organizations";
  private static IdentityServer server;
  private static Answer installation;
  private static String operator;

  @BeforeAll
  static void start() {
    server = IdentityServer.start();
    installation = server.setUp(server.openSetup()).expect(201);
    operator = server.operatorToken();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer make(String name, String administrator, Map<String, String> headers) {
    String body = "{\"name\":\"%s\",\"administrator\":\"%s\"}".formatted(name, administrator);
    return server.send("POST", PATH, operator, body, headers);
  }

  private static Answer accept(String url) {
    String token = url.substring(url.indexOf("/invitation#") + "/invitation#".length());
    return server.post(
        "/api/v1/invitations/accept",
        null,
        "{\"token\":\"%s\",\"firstName\":\"Grace\",\"password\":\"another-quiet-tree\"}"
            .formatted(token));
  }

  private static List<String> names(Answer list) {
    return each(list, "name");
  }

  private static List<String> actions(Answer list) {
    return each(list, "action");
  }

  private static List<String> each(Answer list, String field) {
    return list.list("items").stream()
        .map(item -> String.valueOf(((Map<?, ?>) item).get(field)))
        .toList();
  }

  @Test
  void an_organization_is_made_with_an_administrator_who_sees_nothing_of_others() throws Exception {
    Answer made = make("Globex", "grace@globex.example", Map.of()).expect(201);
    String organization = made.text("id");
    assertThat(made.text("name")).isEqualTo("Globex");
    String grace = accept(made.text("url")).expect(201).text("id");

    assertThat(server.get("/api/v1/organization", grace).expect(200).text("id"))
        .isEqualTo(organization);
    assertThat(server.get("/api/v1/members/" + grace, grace).text("role")).isEqualTo("admin");
    Answer teams = server.get("/api/v1/teams", grace).expect(200);
    assertThat(names(teams)).containsExactly("Default");
    String team = String.valueOf(((Map<?, ?>) teams.list("items").getFirst()).get("id"));
    assertThat(server.get("/api/v1/members", grace).list("items")).hasSize(1);
    assertThat(server.get("/api/v1/projects", grace).list("items")).isEmpty();
    String theirs = installation.text("project", "id");
    server.get("/api/v1/projects/" + theirs, grace).expect(404, "identity.project-not-found");
    server.get("/api/v1/teams/" + installation.text("team", "id"), grace).expect(404);
    server.get("/api/v1/members/" + installation.text("user", "id"), grace).expect(404);

    String project =
        server
            .post("/api/v1/projects", grace, "{\"name\":\"Main\",\"team\":\"" + team + "\"}")
            .expect(201)
            .text("id");
    String ada = installation.text("user", "id");
    server.get("/api/v1/projects/" + project, ada).expect(404, "identity.project-not-found");
    server.get("/api/v1/teams/" + team, ada).expect(404);
    server.get("/api/v1/members/" + grace, ada).expect(404);
    assertThat(names(server.get("/api/v1/projects", ada))).hasSize(1);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(actions(server.get("/api/v1/audit?actor=operator", grace).expect(200)))
                    .containsExactly("members.administrator-made", "organization.created"));
    assertThat(actions(server.get("/api/v1/audit?actor=operator", ada).expect(200))).isEmpty();
  }

  @Test
  void a_repeated_request_makes_one_organization_and_voids_the_link_before() throws Exception {
    Map<String, String> key = Map.of("Idempotency-Key", "request-7");
    Answer first = make("Initech", "bill@initech.example", key).expect(201);
    Answer again = make("Initech", "bill@initech.example", key).expect(201);
    assertThat(again.text("id")).isEqualTo(first.text("id"));
    assertThat(server.query("select id from identity.organization where name = 'Initech'"))
        .hasSize(1);
    accept(first.text("url")).expect(404, "identity.link-invalid");
    make("Initrode", "bill@initech.example", key).expect(422, "core.idempotency-key-reused");
    accept(again.text("url")).expect(201);
    server.execute(
        "update identity.organization set created_at = created_at - interval '2 days'"
            + " where name = 'Initech'");
    Answer later = make("Initech", "peter@initech.example", key).expect(201);
    assertThat(later.text("id")).isNotEqualTo(first.text("id"));
  }

  @Test
  void of_the_same_request_eight_times_at_once_one_organization_and_one_invitation_are_left()
      throws Exception {
    Map<String, String> key = Map.of("Idempotency-Key", "request-8");
    Callable<Answer> request = () -> make("Umbrella", "alice@umbrella.example", key);
    assertThat(Together.send(Collections.nCopies(8, request))).containsOnly(201);
    assertThat(
            server.query(
                "select count(*) || ' ' || count(distinct organization_id) from identity.invitation"
                    + " where email = 'alice@umbrella.example' and revoked_at is null"))
        .containsExactly("1 1");
    assertThat(server.query("select id from identity.organization where name = 'Umbrella'"))
        .hasSize(1);
  }

  @Test
  void an_address_of_another_organization_is_refused_and_nothing_is_made() throws Exception {
    make("Hooli", "ADA@acme.example", Map.of()).expect(409, "identity.email-taken");
    assertThat(server.query("select id from identity.organization where name = 'Hooli'")).isEmpty();
  }

  @Test
  void organizations_are_listed_by_name_and_found_by_its_beginning() throws Exception {
    server.execute(
        "insert into identity.organization (id, name, created_at)"
            + " select gen_random_uuid(), 'Zeta ' || n / 2, now() from generate_series(1, 9) n");
    List<String> found = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = server.get(PATH + "?search=zETA%20&limit=2" + cursor, operator).expect(200);
      assertThat(page.list("items").size()).isBetween(1, 2);
      found.addAll(names(page));
      Object next = page.at("nextCursor");
      cursor = next == null ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    assertThat(found)
        .containsExactly(
            "Zeta 0", "Zeta 1", "Zeta 1", "Zeta 2", "Zeta 2", "Zeta 3", "Zeta 3", "Zeta 4",
            "Zeta 4");
    assertThat(names(server.get(PATH + "?limit=200", operator).expect(200)))
        .contains("Acme", "Zeta 4")
        .isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
    assertThat(names(server.get(PATH + "?search=%25", operator).expect(200))).isEmpty();
  }

  @Test
  void nobody_but_the_operator_may() {
    String body = "{\"name\":\"X\",\"administrator\":\"x@y.example\"}";
    Browser ada = Browser.ofAda(server);
    server.get(PATH, null).expect(401);
    server.post(PATH, null, body).expect(401);
    for (String credentials :
        List.of(installation.text("apiKey", "key"), installation.text("user", "id"))) {
      server.get(PATH, credentials).expect(403, "core.access-denied");
      server.post(PATH, credentials, body).expect(403, "core.access-denied");
    }
    ada.get(PATH).expect(403, "core.access-denied");
    ada.post(PATH, body).expect(403, "core.access-denied");
  }

  @Test
  void what_is_wrong_is_said() {
    String path = PATH + "?search=";
    server.get(path + "x".repeat(101), operator).expect(422, "core.query-invalid");
    server.get(PATH + "?cursor=x", operator).expect(422, "core.page-invalid");
    server.get(PATH + "?limit=201", operator).expect(422, "core.page-invalid");
    make("x".repeat(101), "x@y.example", Map.of()).expect(422, "core.body-invalid");
    make("X\\u0000", "x@y.example", Map.of()).expect(422, "core.body-invalid");
    Answer wrong = server.post(PATH, operator, "{}").expect(422, "core.body-invalid");
    assertThat(String.valueOf(wrong.list("problems"))).contains("/name", "/administrator");
    make("X", "x@y.example", Map.of("Idempotency-Key", "a b"))
        .expect(422, "core.idempotency-key-invalid");
  }
}
