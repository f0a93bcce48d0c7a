package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.ProjectSight;
import dev.hawser.identity.Role;
import dev.hawser.identity.TeamId;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectIT {
  private static final String PROJECTS = "/api/v1/projects";
  private static IdentityServer server;
  private static OrganizationId organization;
  private static String main;
  private static String key;
  private static TeamId team;
  private static String admin;
  private static String member;

  @BeforeAll
  static void start() throws Exception {
    server = IdentityServer.start();
    Answer made = server.setUp(server.openSetup()).expect(201);
    organization = OrganizationId.parse(made.text("organization", "id")).orElseThrow();
    main = made.text("project", "id");
    key = made.text("apiKey", "key");
    team = TeamId.parse(made.text("team", "id")).orElseThrow();
    admin = TestMembers.add(server, organization, Role.ADMIN).toString();
    member = TestMembers.add(server, organization, Role.MEMBER).toString();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void deleteAll() throws Exception {
    for (String stage : List.of("production", "staging", "development")) {
      server.execute(
          "delete from identity.project where name <> 'Main' and environment = '" + stage + "'");
    }
  }

  private static Answer create(String more) {
    return server.post(
        PROJECTS, member, "{\"name\":\"Other\",\"team\":\"%s\"%s}".formatted(team, more));
  }

  private static Answer named(String name, String more) {
    return server.post(
        PROJECTS, admin, "{\"name\":\"%s\",\"team\":\"%s\"%s}".formatted(name, team, more));
  }

  private static List<String> names(String path, String who) {
    List<String> names = new ArrayList<>();
    for (Object item : server.get(path, who).expect(200).list("items")) {
      names.add(String.valueOf(((Map<?, ?>) item).get("name")));
    }
    return names;
  }

  @Test
  void a_project_is_made_found_and_changed() {
    Answer made = create(",\"description\":\"For tests\"").expect(201);
    String path = PROJECTS + "/" + made.text("id");
    assertThat(made.text("environment")).isEqualTo("development");
    assertThat(made.text("access")).isEqualTo("organization");
    assertThat(server.get(path, member).expect(200).json()).isEqualTo(made.json());
    Answer changed =
        server
            .patch(
                path, member, "{\"name\":\"Renamed\",\"description\":null,\"maxConnectedUsers\":5}")
            .expect(200);
    assertThat(changed.text("name")).isEqualTo("Renamed");
    assertThat(changed.at("description")).isNull();
    assertThat(changed.at("maxConnectedUsers")).isEqualTo(5L);
    assertThat(server.get(path, member).expect(200).json()).isEqualTo(changed.json());
    assertThat(server.patch(path, member, "{}").expect(200).text("name")).isEqualTo("Renamed");
    server.patch(path, member, "{\"name\":\"Main\"}").expect(409, "identity.project-name-taken");
  }

  @Test
  void projects_are_listed_in_pages_and_by_name_and_stage() {
    for (int i = 1; i <= 5; i++) {
      named("Shop " + i, i == 5 ? ",\"environment\":\"staging\"" : "").expect(201);
    }
    assertThat(names(PROJECTS + "?name=SHOP", member)).hasSize(5);
    assertThat(names(PROJECTS + "?environment=staging", member)).containsExactly("Shop 5");
    Answer first = server.get(PROJECTS + "?limit=4", admin).expect(200);
    assertThat(first.list("items")).hasSize(4);
    assertThat(names(PROJECTS + "?limit=4&cursor=" + first.text("nextCursor"), admin))
        .containsExactly("Shop 4", "Shop 5");
    assertThat(names(PROJECTS, key)).containsExactly("Main");
    server
        .get(PROJECTS + "?environment=moon", admin)
        .expect(422, "identity.project-filter-invalid");
  }

  private static OrganizationCaller caller(String subject, Role role) {
    return new OrganizationCaller(organization, subject, role.permissions());
  }

  @Test
  void a_project_of_a_team_is_seen_by_its_members_and_by_admins() throws Exception {
    UserId insider = TestMembers.add(server, organization, Role.VIEWER);
    server.execute(
        "insert into identity.team_member (team_id, user_id, organization_id, added_at) values ('%s','%s','%s', now())"
            .formatted(team.value(), insider.value(), organization.value()));
    String id = named("Secret", ",\"access\":\"team\"").expect(201).text("id");
    String path = PROJECTS + "/" + id;
    server.get(path, admin).expect(200);
    server.get(path, insider.toString()).expect(200);
    server.get(path, member).expect(404, "identity.project-not-found");
    server.get(path + "/secrets", member).expect(404, "identity.project-not-found");
    assertThat(names(PROJECTS, member)).containsExactly("Main");
    assertThat(names(PROJECTS, insider.toString())).containsExactly("Main", "Secret");
    server.patch(path, member, "{\"access\":\"organization\"}").expect(404);
    String narrow =
        server
            .post("/api/v1/me/tokens", admin, "{\"name\":\"x\",\"scopes\":[\"projects:view\"]}")
            .expect(201)
            .text("token");
    server.get(path, narrow).expect(200);
    assertThat(names(PROJECTS, narrow))
        .as("scopes take no sight")
        .containsExactly("Main", "Secret");
    ProjectSight sight = server.bean(ProjectSight.class);
    ProjectId project = ProjectId.parse(id).orElseThrow();
    assertThat(sight.sees(caller(admin, Role.ADMIN), project)).isTrue();
    assertThat(sight.sees(caller(admin, Role.VIEWER), project)).as("with a token").isTrue();
    assertThat(sight.sees(caller(insider.toString(), Role.VIEWER), project)).isTrue();
    assertThat(sight.sees(caller(member, Role.MEMBER), project)).isFalse();
    assertThat(sight.sees(caller("key_01ky5ksb2fe0bs0y4a4xm8d0ga", Role.MEMBER), project))
        .isFalse();
  }

  @Test
  void a_chain_goes_from_development_to_production_and_does_not_fork() {
    String development = create("").expect(201).text("id");
    String from = ",\"releasedFrom\":\"%s\"";
    Answer staging =
        named("Staging", ",\"environment\":\"staging\"" + from.formatted(development)).expect(201);
    assertThat(staging.text("releasedFrom")).isEqualTo(development);
    named("Production", ",\"environment\":\"production\"" + from.formatted(staging.text("id")))
        .expect(201);
    named("Fork", ",\"environment\":\"staging\"" + from.formatted(development))
        .expect(409, "identity.project-chain-invalid");
    named("Back", from.formatted(staging.text("id"))).expect(422, "identity.project-chain-invalid");
  }

  @Test
  void of_two_that_want_the_same_predecessor_one_gets_it() throws Exception {
    String from = ",\"environment\":\"staging\",\"releasedFrom\":\"" + create("").text("id") + "\"";
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> calls =
          List.of(() -> named("A", from).status(), () -> named("B", from).status());
      List<Integer> answers = new ArrayList<>();
      for (Future<Integer> answer : callers.invokeAll(calls)) {
        answers.add(answer.get());
      }
      assertThat(answers).containsExactlyInAnyOrder(201, 409);
    }
  }

  @Test
  void of_two_that_want_the_same_name_one_gets_it() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> calls =
          List.of(
              () -> named("Same", "").status(),
              () -> named("Same", "").status(),
              () -> named("Same", "").status());
      List<Integer> answers = new ArrayList<>();
      for (Future<Integer> answer : callers.invokeAll(calls)) {
        answers.add(answer.get());
      }
      assertThat(answers).containsExactlyInAnyOrder(201, 409, 409);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "\"environment\":\"moon\"|/environment",
        "\"access\":\"nobody\"|/access",
        "\"releasedFrom\":\"x\"|/releasedFrom",
        "\"releasedFrom\":\"prj_01ky5ksb2fe0bs0y4a4xm8d0ga\",\"environment\":\"staging\"|/releasedFrom",
        "\"maxConnectedUsers\":0|/maxConnectedUsers",
        "\"maxConnectedUsers\":1.5|/maxConnectedUsers",
        "\"odd\":1|/odd",
      })
  void a_wrong_field_is_named(String field, String pointer) {
    Answer answer = create("," + field).expect(422);
    assertThat(answer.list("problems"))
        .extracting(problem -> ((Map<?, ?>) problem).get("pointer"))
        .isEqualTo(List.of(pointer));
  }

  @Test
  void a_filter_that_no_name_can_have_is_refused() {
    Answer nul = server.get(PROJECTS + "?name=a%00", member).expect(400, "core.argument-invalid");
    assertThat(nul.list("problems").toString()).contains("/name");
    Answer secret = server.get(PROJECTS + "/" + main + "/secrets/%00", key);
    assertThat(secret.expect(400, "core.argument-invalid").text("detail")).contains("path");
    server.delete(PROJECTS + "/" + main + "/secrets/%00", key).expect(400);
    Answer tooLong = server.get(PROJECTS + "?name=" + "x".repeat(101), member);
    assertThat(tooLong.expect(422).list("problems").toString()).contains("/name");
  }

  @Test
  void who_may_not_make_or_change_projects_is_refused() throws Exception {
    String support = TestMembers.add(server, organization, Role.SUPPORT).toString();
    String body = "{\"name\":\"X\",\"team\":\"" + team + "\"}";
    server.post(PROJECTS, support, body).expect(403, "core.access-denied");
    server.patch(PROJECTS + "/" + main, support, "{}").expect(403, "core.access-denied");
    server.post(PROJECTS, key, body).expect(403, "core.access-denied");
    server.patch(PROJECTS + "/" + main, key, "{}").expect(403, "core.access-denied");
    server.get(PROJECTS + "/" + main, support).expect(200);
    server.get(PROJECTS, null).expect(401);
    server.get(PROJECTS + "/" + main, null).expect(401);
    String foreignTeam = "{\"name\":\"X\",\"team\":\"team_01ky5ksb2fe0bs0y4a4xm8d0ga\"}";
    server.post(PROJECTS, admin, foreignTeam).expect(422, "identity.team-not-found");
  }
}
