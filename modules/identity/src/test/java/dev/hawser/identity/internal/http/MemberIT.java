package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What members may do follows from their role, in every project of their organization. */
class MemberIT {
  private static IdentityServer server;
  private static OrganizationId organization;
  private static String secrets;

  @BeforeAll
  static void start() {
    server = IdentityServer.start();
    Answer made = server.setUp(server.openSetup()).expect(201);
    organization = OrganizationId.parse(made.text("organization", "id")).orElseThrow();
    secrets = "/api/v1/projects/" + made.text("project", "id") + "/secrets";
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_role_says_what_a_member_may_do() throws Exception {
    String admin = TestMembers.add(server, organization, Role.ADMIN).toString();
    String member = TestMembers.add(server, organization, Role.MEMBER).toString();
    String viewer = TestMembers.add(server, organization, Role.VIEWER).toString();
    String body = "{\"value\":\"hunter22\"}";
    server.put(secrets + "/A", admin, body).expect(201);
    server.put(secrets + "/A", member, body).expect(403, "core.access-denied");
    server.get(secrets + "/A", member).expect(200);
    server.get(secrets + "/A", viewer).expect(403, "core.access-denied");
    Answer me = server.get("/api/v1/me", viewer).expect(200);
    assertThat(me.at("project")).isNull();
    assertThat(me.text("subject")).isEqualTo(viewer);
    assertThat(me.list("permissions"))
        .isEqualTo(Role.VIEWER.permissions().stream().map(Permission::id).sorted().toList());
  }

  @Test
  void a_project_of_another_organization_does_not_exist() throws Exception {
    String other = "00000000-0000-7000-8000-000000000001";
    server.execute(
        "insert into identity.organization values ('%s', 'Other', now())".formatted(other));
    String stranger =
        TestMembers.add(server, new OrganizationId(UUID.fromString(other)), Role.ADMIN).toString();
    server.get(secrets, stranger).expect(404, "identity.project-not-found");
    server.get("/api/v1/projects/nonsense/secrets", stranger).expect(404);
  }

  @Test
  void every_permission_belongs_to_some_role_and_admins_have_all() {
    assertThat(Role.ADMIN.permissions()).containsExactlyInAnyOrder(Permission.values());
    assertThat(Arrays.stream(Role.values()).map(Role::id))
        .containsExactly("admin", "member", "support", "viewer");
  }
}
