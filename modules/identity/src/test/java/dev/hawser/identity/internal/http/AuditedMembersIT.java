package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.identity.ConnectedUserId;
import dev.hawser.identity.Role;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is changed about members, teams, projects and credentials is in the audit log, once. */
class AuditedMembersIT {
  @Test
  void every_change_has_an_entry_and_a_refused_one_has_none() throws Exception {
    try (AuditLogs logs = new AuditLogs()) {
      IdentityServer server = logs.server;
      String admin = logs.admin;
      String member = TestMembers.add(server, logs.organization, Role.MEMBER).toString();
      String team =
          server.post("/api/v1/teams", admin, "{\"name\":\"Field\"}").expect(201).text("id");
      server.put("/api/v1/teams/" + team + "/members/" + member, admin, "").expect(204);
      server.patch("/api/v1/members/" + member, admin, "{\"role\":\"support\"}").expect(200);
      String invitation =
          server
              .post(
                  "/api/v1/invitations",
                  admin,
                  "{\"email\":\"bo@acme.example\",\"role\":\"viewer\"}")
              .expect(201)
              .text("id");
      server.delete("/api/v1/invitations/" + invitation, admin).expect(204);
      String project =
          server
              .post("/api/v1/projects", admin, "{\"name\":\"P\",\"team\":\"" + team + "\"}")
              .expect(201)
              .text("id");
      String keys = "/api/v1/projects/" + project + "/signing-keys";
      String key =
          server
              .post(keys, admin, "{\"name\":\"k\",\"type\":\"generated\"}")
              .expect(201)
              .text("key", "id");
      server.delete(keys + "/" + key, admin).expect(204);
      String token =
          server.post("/api/v1/me/tokens", admin, "{\"name\":\"t\"}").expect(201).text("id");
      server.delete("/api/v1/me/tokens/" + token, admin).expect(204);
      server.delete("/api/v1/teams/" + team, admin).expect(409);
      server.delete("/api/v1/members/" + member, admin).expect(204);
      logs.awaitDelivery();
      assertThat(logs.each("?actor=" + admin + "&limit=100", "action"))
          .containsExactlyInAnyOrder(
              "teams.created",
              "teams.member-added",
              "members.changed",
              "invitations.created",
              "invitations.revoked",
              "projects.created",
              "signing-keys.created",
              "signing-keys.revoked",
              "tokens.created",
              "tokens.revoked",
              "members.removed");
    }
  }

  @Test
  void an_entry_names_what_changed_and_how_it_was_before() throws Exception {
    try (AuditLogs logs = new AuditLogs()) {
      IdentityServer server = logs.server;
      String member = TestMembers.add(server, logs.organization, Role.MEMBER).toString();
      server.patch("/api/v1/members/" + member, logs.admin, "{\"role\":\"support\"}").expect(200);
      String team =
          server.post("/api/v1/teams", logs.admin, "{\"name\":\"Field\"}").expect(201).text("id");
      String project = "/api/v1/projects/" + logs.project;
      String before = server.get(project, logs.admin).expect(200).text("team");
      server
          .patch(
              project,
              logs.admin,
              """
              {"team":"%s","description":"New","maxConnectedUsers":7,"name":"Main"}"""
                  .formatted(team))
          .expect(200);
      server
          .patch(
              project, logs.admin, "{\"name\":\"Side\",\"access\":\"team\",\"description\":null}")
          .expect(200);
      logs.awaitDelivery();

      assertThat(logs.each("?action=members.changed", "details"))
          .containsExactly(Map.of("role", "support", "roleBefore", "member"));
      assertThat(logs.each("?action=projects.changed", "details"))
          .containsExactly(
              Map.of(
                  "name", "Side",
                  "nameBefore", "Main",
                  "access", "team",
                  "accessBefore", "organization",
                  "descriptionBefore", "New"),
              Map.of(
                  "team",
                  team,
                  "teamBefore",
                  before,
                  "description",
                  "New",
                  "maxConnectedUsers",
                  7L));
    }
  }

  @Test
  void an_entry_about_a_connected_user_names_the_fields_and_not_what_they_say() throws Exception {
    try (AuditLogs logs = new AuditLogs()) {
      IdentityServer server = logs.server;
      UUID user = UUID.randomUUID();
      server.execute(
          """
          insert into identity.connected_user (id, organization_id, project_id, external_id,
            external_id_key, status, created_at, last_active_at)
          select '%s', organization_id, id, 'ada', 'ada', 'active', now(), now()
          from identity.project"""
              .formatted(user));
      String path =
          "/api/v1/projects/%s/connected-users/%s"
              .formatted(logs.project, new ConnectedUserId(user));
      String metadata = "\"metadata\":{\"plan\":\"private\"}";
      server.patch(path, logs.admin, "{" + metadata + "}").expect(200);
      server.patch(path, logs.admin, "{" + metadata + ",\"status\":\"disabled\"}").expect(200);
      logs.awaitDelivery();
      assertThat(logs.each("?action=connected-users.changed", "details"))
          .containsExactly(
              Map.of("fields", List.of("metadata", "status")),
              Map.of("fields", List.of("metadata")));
    }
  }

  @Test
  void behind_a_trusted_proxy_the_address_is_that_of_the_client() throws Exception {
    try (AuditLogs logs = new AuditLogs(Map.of("hawser.http.trusted-proxies", "127.0.0.0/8"))) {
      logs.server
          .send(
              "PATCH",
              "/api/v1/projects/" + logs.project,
              logs.admin,
              "{\"name\":\"Side\"}",
              Map.of("X-Forwarded-For", "192.0.2.9, 203.0.113.7"))
          .expect(200);
      logs.awaitDelivery();
      assertThat(logs.each("?action=projects.changed", "address")).containsExactly("203.0.113.7");
    }
  }
}
