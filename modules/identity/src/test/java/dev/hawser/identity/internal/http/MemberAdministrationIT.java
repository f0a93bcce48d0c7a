package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemberAdministrationIT {
  private static final String MEMBERS = "/api/v1/members";
  private IdentityServer server;
  private OrganizationId organization;
  private String admin;
  private String apiKey;

  @BeforeEach
  void start() {
    server = IdentityServer.start();
    Answer made = server.setUp(server.openSetup()).expect(201);
    organization = OrganizationId.parse(made.text("organization", "id")).orElseThrow();
    admin = made.text("user", "id");
    apiKey = made.text("apiKey", "key");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String add(Role role) throws Exception {
    return TestMembers.add(server, organization, role).toString();
  }

  private void person(String email, String first, String last) throws Exception {
    server.execute(
        """
        insert into identity.app_user (id, organization_id, email, first_name, last_name, role,
          password_hash, created_at)
        values ('%s', '%s', '%s', '%s', '%s', 'member', '$argon2id$x', now())
        """
            .formatted(UUID.randomUUID(), organization.value(), email, first, last));
  }

  private String stranger() throws Exception {
    UUID other = UUID.randomUUID();
    server.execute(
        "insert into identity.organization values ('%s', 'Other', now())".formatted(other));
    return TestMembers.add(server, new OrganizationId(other), Role.ADMIN).toString();
  }

  private List<String> emails(String query) {
    return emailsOf(server.get(MEMBERS + query, admin).expect(200));
  }

  private static List<String> emailsOf(Answer answer) {
    List<String> emails = new ArrayList<>();
    for (Object item : answer.list("items")) {
      emails.add((String) ((Map<?, ?>) item).get("email"));
    }
    return emails;
  }

  @Test
  void members_are_listed_by_address_in_pages_and_found_by_what_they_are_called() throws Exception {
    person("grace@acme.example", "Grace", "Hopper");
    person("b_b@acme.example", "Bob", "Adams");
    person("bxb@acme.example", "Zoë", "O''Neil");
    stranger();
    assertThat(emails(""))
        .containsExactly(
            "ada@acme.example", "b_b@acme.example", "bxb@acme.example", "grace@acme.example");
    assertThat(emails("?q=ad")).containsExactly("ada@acme.example", "b_b@acme.example");
    assertThat(emails("?q=HOP")).containsExactly("grace@acme.example");
    assertThat(emails("?q=bob%20a")).containsExactly("b_b@acme.example");
    assertThat(emails("?q=b_")).containsExactly("b_b@acme.example");
    assertThat(emails("?q=%25")).isEmpty();
    assertThat(emails("?q=o%27neil")).containsExactly("bxb@acme.example");
    assertThat(emails("?role=admin")).containsExactly("ada@acme.example");
    assertThat(emails("?role=member&status=unverified&q=gr")).containsExactly("grace@acme.example");
    assertThat(emails("?status=active")).isEmpty();

    List<String> paged = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < 2; page++) {
      Answer answer = server.get(MEMBERS + "?limit=2" + cursor, admin).expect(200);
      paged.addAll(emailsOf(answer));
      cursor = "&cursor=" + answer.at("nextCursor");
    }
    assertThat(paged).containsExactlyElementsOf(emails(""));
    assertThat(cursor).isEqualTo("&cursor=null");
  }

  @Test
  void a_wrong_question_is_refused() {
    for (String query :
        List.of("role=boss", "status=gone", "limit=0", "cursor=%C3", "q=" + "a".repeat(255))) {
      server.get(MEMBERS + "?" + query, admin).expect(422);
    }
  }

  @Test
  void only_who_manages_members_changes_them() throws Exception {
    String viewer = add(Role.VIEWER);
    String member = add(Role.MEMBER);
    server.get(MEMBERS, viewer).expect(200);
    server.get(MEMBERS + "/" + member, apiKey).expect(200);
    server.get(MEMBERS, null).expect(401);
    for (String caller : List.of(viewer, member, apiKey)) {
      server.patch(MEMBERS + "/" + viewer, caller, "{\"role\":\"member\"}").expect(403);
      server.delete(MEMBERS + "/" + viewer, caller).expect(403);
    }
    Answer changed =
        server.patch(MEMBERS + "/" + viewer, admin, "{\"role\":\"support\"}").expect(200);
    assertThat(changed.text("role")).isEqualTo("support");
    assertThat(changed.text("status")).isEqualTo("unverified");
    for (String body : List.of("{\"role\":\"boss\"}", "{}", "{\"role\":\"admin\",\"x\":1}")) {
      server.patch(MEMBERS + "/" + viewer, admin, body).expect(422, "core.body-invalid");
    }
  }

  @Test
  void a_foreign_member_does_not_exist() throws Exception {
    String stranger = stranger();
    String unknown = new UserId(UUID.randomUUID()).toString();
    for (String user : List.of(stranger, unknown, "nonsense", organization.toString())) {
      String path = MEMBERS + "/" + user;
      server.get(path, admin).expect(404, "identity.user-not-found");
      server.patch(path, admin, "{\"role\":\"admin\"}").expect(404, "identity.user-not-found");
      server.delete(path, admin).expect(404, "identity.user-not-found");
    }
    server.get("/api/v1/me", stranger).expect(200);
  }

  @Test
  void who_is_removed_is_gone_and_only_the_id_stays() throws Exception {
    String member = add(Role.MEMBER);
    String team =
        server.get("/api/v1/teams", admin).expect(200).list("items").getFirst().toString();
    assertThat(team).contains("Core");
    server.delete(MEMBERS + "/" + member, admin).expect(204);
    server.get("/api/v1/me", member).expect(401);
    Answer former = server.get(MEMBERS + "/" + member, admin).expect(200);
    assertThat(former.text("status")).isEqualTo("removed");
    assertThat(former.at("removedAt")).isNotNull();
    assertThat(former.at("email")).isNull();
    assertThat(emails("")).containsExactly("ada@acme.example");
    assertThat(server.everythingStored()).doesNotContain(member + "@members.example");
    server.delete(MEMBERS + "/" + member, admin).expect(404);
    server.get(MEMBERS + "/" + member, stranger()).expect(404);
  }

  @Test
  void the_administrator_of_the_setup_may_leave_when_there_is_another() throws Exception {
    server.delete("/api/v1/me/membership", admin).expect(409, "identity.last-admin");
    server.delete("/api/v1/me/membership", apiKey).expect(403, "identity.member-needed");
    String viewer = add(Role.VIEWER);
    server.delete("/api/v1/me/membership", viewer).expect(204);
    server.get("/api/v1/me", viewer).expect(401);
    add(Role.ADMIN);
    server.delete("/api/v1/me/membership", admin).expect(204);
    server.get("/api/v1/me", admin).expect(401);
    assertThat(server.get("/api/v1/setup", null).at("needed")).isEqualTo(false);
  }

  @Test
  void the_last_administrator_stays_one() throws Exception {
    add(Role.MEMBER);
    server
        .patch(MEMBERS + "/" + admin, admin, "{\"role\":\"member\"}")
        .expect(409, "identity.last-admin");
    server.delete(MEMBERS + "/" + admin, admin).expect(409, "identity.last-admin");
    server.patch(MEMBERS + "/" + admin, admin, "{\"role\":\"admin\"}").expect(200);
  }

  @Test
  void of_two_last_administrators_who_go_at_once_one_stays() throws Exception {
    try (IdentityServer sibling = server.sibling()) {
      String first = admin;
      for (int round = 0; round < 8; round++) {
        String one = first;
        String two = add(Role.ADMIN);
        List<Integer> statuses =
            switch (round % 3) {
              case 0 ->
                  Together.send(
                      List.of(
                          () -> server.delete("/api/v1/me/membership", one),
                          () -> sibling.delete("/api/v1/me/membership", two)));
              case 1 ->
                  Together.send(
                      List.of(
                          () -> server.patch(MEMBERS + "/" + one, one, "{\"role\":\"viewer\"}"),
                          () -> sibling.patch(MEMBERS + "/" + two, two, "{\"role\":\"viewer\"}")));
              default ->
                  Together.send(
                      List.of(
                          () -> server.delete(MEMBERS + "/" + two, one),
                          () -> sibling.delete(MEMBERS + "/" + one, two)));
            };
        // The loser of the last case may be gone before its own request is looked at.
        assertThat(statuses).as("round " + round).containsAnyOf(200, 204);
        assertThat(statuses).as("round " + round).containsAnyOf(401, 403, 404, 409);
        List<String> admins = server.query("select id from identity.app_user where role = 'admin'");
        assertThat(admins).as("round " + round).hasSize(1);
        first = new UserId(UUID.fromString(admins.getFirst())).toString();
      }
    }
  }

  @Test
  void a_profile_is_changed_by_its_owner() throws Exception {
    String me = "/api/v1/me/profile";
    Answer before = server.get(me, admin).expect(200);
    assertThat(before.text("email")).isEqualTo("ada@acme.example");
    assertThat(before.text("firstName")).isEqualTo("Ada");
    assertThat(before.at("emailVerified")).isEqualTo(false);
    Answer after = server.patch(me, admin, "{\"lastName\":\" Lovelace \"}").expect(200);
    assertThat(after.text("firstName")).isEqualTo("Ada");
    assertThat(after.text("lastName")).isEqualTo("Lovelace");
    server.get(me, apiKey).expect(403, "identity.members-only");
    server.patch(me, apiKey, "{}").expect(403, "identity.members-only");
    for (String body :
        List.of(
            "{\"firstName\":\"A\\r\\nBcc: x\"}",
            "{\"firstName\":\"A\\u202eda\"}",
            "{\"firstName\":\"" + "x".repeat(101) + "\"}",
            "{\"firstName\":\" \"}",
            "{\"role\":\"admin\"}",
            "{\"email\":\"\\u0430da@acme.example\"}")) {
      server.patch(me, admin, body).expect(422, "core.body-invalid");
    }
    server
        .patch(
            me,
            admin,
            "{\"email\":\"new@acme.example\",\"password\":\"" + IdentityServer.PASSWORD + "\"}")
        .expect(409, "identity.mail-not-configured");
    server.post(me + "/email-confirmation", admin, "").expect(409, "identity.mail-not-configured");
    assertThat(server.get(me, admin).text("email")).isEqualTo("ada@acme.example");
  }
}
