package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.TeamId;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TeamIT {
  private static final String TEAMS = "/api/v1/teams";
  private static IdentityServer server;
  private static OrganizationId organization;
  private static String admin;
  private static String apiKey;
  private static String core;
  private static String stranger;
  private static String foreignTeam;

  @BeforeAll
  static void start() throws Exception {
    server = IdentityServer.start();
    Answer made = server.setUp(server.openSetup()).expect(201);
    organization = OrganizationId.parse(made.text("organization", "id")).orElseThrow();
    admin = made.text("user", "id");
    apiKey = made.text("apiKey", "key");
    core = made.text("team", "id");
    UUID other = UUID.randomUUID();
    server.execute(
        """
        insert into identity.organization values ('%1$s', 'Other', now());
        insert into identity.team values ('%1$s', '%1$s', 'Other', now());
        """
            .formatted(other));
    stranger = TestMembers.add(server, new OrganizationId(other), Role.ADMIN).toString();
    foreignTeam = new TeamId(other).toString();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String make(String name) {
    return server.post(TEAMS, admin, "{\"name\":\"" + name + "\"}").expect(201).text("id");
  }

  @Test
  void teams_are_made_renamed_and_deleted() {
    String team = make("Sales");
    server.post(TEAMS, admin, "{\"name\":\"Sales\"}").expect(409, "identity.team-name-taken");
    String second = make("Second");
    server
        .patch(TEAMS + "/" + second, admin, "{\"name\":\"Sales\"}")
        .expect(409, "identity.team-name-taken");
    assertThat(
            server
                .patch(TEAMS + "/" + team, admin, "{\"name\":\" Field \"}")
                .expect(200)
                .text("name"))
        .isEqualTo("Field");
    assertThat(server.get(TEAMS + "?limit=200", apiKey).expect(200).list("items").toString())
        .contains("Core", "Field", "Second")
        .doesNotContain("Other");
    Answer page = server.get(TEAMS + "?limit=1", admin).expect(200);
    assertThat(
            server
                .get(TEAMS + "?limit=1&cursor=" + page.text("nextCursor"), admin)
                .expect(200)
                .list("items"))
        .isNotEqualTo(page.list("items"));
    server.delete(TEAMS + "/" + team, admin).expect(204);
    server.delete(TEAMS + "/" + team, admin).expect(404, "identity.team-not-found");
    server.delete(TEAMS + "/" + second, admin).expect(204);
    for (String name : List.of("", " ", "x".repeat(101), "a\\nb")) {
      server.post(TEAMS, admin, "{\"name\":\"" + name + "\"}").expect(422, "core.body-invalid");
    }
  }

  @Test
  void a_team_with_projects_stays() {
    server.delete(TEAMS + "/" + core, admin).expect(409, "identity.team-has-projects");
    server.get(TEAMS + "/" + core, admin).expect(200);
  }

  @Test
  void members_join_and_leave_a_team() throws Exception {
    String team = make("Joiners");
    String user = TestMembers.add(server, organization, Role.VIEWER).toString();
    String path = TEAMS + "/" + team + "/members";
    for (int i = 0; i < 2; i++) {
      server.put(path + "/" + user, admin, "").expect(204);
    }
    server.put(path + "/" + admin, admin, "").expect(204);
    assertThat(server.get(path, user).expect(200).list("items")).hasSize(2);
    Answer page = server.get(path + "?limit=1", admin).expect(200);
    assertThat(page.list("items")).hasSize(1);
    assertThat(
            server
                .get(path + "?limit=1&cursor=" + page.text("nextCursor"), admin)
                .expect(200)
                .list("items"))
        .hasSize(1);
    assertThat(server.get("/api/v1/members/" + user, admin).list("teams").toString())
        .contains("Joiners");
    for (int i = 0; i < 2; i++) {
      server.delete(path + "/" + user, admin).expect(204);
    }
    assertThat(server.get(path, admin).list("items").toString())
        .contains(admin)
        .doesNotContain(user);
    server.put(path + "/" + user, admin, "").expect(204);
    server.delete(TEAMS + "/" + team, admin).expect(204);
    server.get("/api/v1/members/" + user, admin).expect(200);
    server.get(path, admin).expect(404, "identity.team-not-found");
  }

  @Test
  void foreign_teams_and_members_do_not_exist() {
    String own = TEAMS + "/" + core;
    for (String team : List.of(foreignTeam, "x", admin)) {
      String path = TEAMS + "/" + team;
      server.get(path, admin).expect(404, "identity.team-not-found");
      server.patch(path, admin, "{\"name\":\"x\"}").expect(404, "identity.team-not-found");
      server.delete(path, admin).expect(404, "identity.team-not-found");
      server.get(path + "/members", admin).expect(404, "identity.team-not-found");
      server.put(path + "/members/" + admin, admin, "").expect(404, "identity.team-not-found");
      server.delete(path + "/members/" + admin, admin).expect(404, "identity.team-not-found");
    }
    for (String user : List.of(stranger, "x", core)) {
      server.put(own + "/members/" + user, admin, "").expect(404, "identity.user-not-found");
      server.delete(own + "/members/" + user, admin).expect(404, "identity.user-not-found");
    }
  }

  @Test
  void who_does_not_manage_members_only_looks() throws Exception {
    String member = TestMembers.add(server, organization, Role.MEMBER).toString();
    for (String caller : List.of(member, apiKey)) {
      server.get(TEAMS, caller).expect(200);
      server.get(TEAMS + "/" + core + "/members", caller).expect(200);
      server.post(TEAMS, caller, "{\"name\":\"x\"}").expect(403);
      server.patch(TEAMS + "/" + core, caller, "{\"name\":\"x\"}").expect(403);
      server.delete(TEAMS + "/" + core, caller).expect(403);
      server.put(TEAMS + "/" + core + "/members/" + member, caller, "").expect(403);
      server.delete(TEAMS + "/" + core + "/members/" + member, caller).expect(403);
    }
    server.get(TEAMS, null).expect(401);
  }

  @Test
  void the_organization_is_renamed_by_who_may() throws Exception {
    String path = "/api/v1/organization";
    String viewer = TestMembers.add(server, organization, Role.VIEWER).toString();
    assertThat(server.get(path, viewer).expect(200).text("id")).isEqualTo(organization.toString());
    server.patch(path, viewer, "{\"name\":\"Mine\"}").expect(403);
    server.patch(path, apiKey, "{\"name\":\"Mine\"}").expect(403);
    server.patch(path, admin, "{\"name\":\"\"}").expect(422, "core.body-invalid");
    assertThat(server.patch(path, admin, "{\"name\":\"Acme Inc.\"}").expect(200).text("name"))
        .isEqualTo("Acme Inc.");
    assertThat(server.get("/api/v1/me", viewer).expect(200).text("organization", "name"))
        .isEqualTo("Acme Inc.");
    assertThat(server.get(path, stranger).expect(200).text("name")).isEqualTo("Other");
  }
}
