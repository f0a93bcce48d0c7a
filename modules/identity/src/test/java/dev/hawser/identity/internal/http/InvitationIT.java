package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.lock.LeaderDuty;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.InvitationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.TeamId;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without a mail server: the link is in the answer to who invites. */
class InvitationIT {
  private static final String INVITATIONS = "/api/v1/invitations";
  private static final String BOB = "bob@acme.example";
  private IdentityServer server;
  private OrganizationId organization;
  private String admin;
  private String team;

  @BeforeEach
  void start() {
    server = IdentityServer.start();
    Answer made = server.setUp(server.openSetup()).expect(201);
    organization = OrganizationId.parse(made.text("organization", "id")).orElseThrow();
    admin = made.text("user", "id");
    team = made.text("team", "id");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer invite(String email, String role) {
    return server.post(
        INVITATIONS, admin, "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(email, role));
  }

  private static String token(Answer invitation) {
    String url = invitation.text("inviteUrl");
    assertThat(url).matches("http://localhost:\\d+/invitation#[0-9a-z]{52}");
    return url.substring(url.indexOf('#') + 1);
  }

  private static String acceptance(String token) {
    return """
    {"token":"%s","firstName":"Bob","lastName":"Ross","password":"quiet-happy-tree"}"""
        .formatted(token);
  }

  private Answer accept(String token) {
    return server.post(INVITATIONS + "/accept", null, acceptance(token));
  }

  private Answer look(String token) {
    return server.post(INVITATIONS + "/lookup", null, "{\"token\":\"" + token + "\"}");
  }

  @Test
  void who_has_the_link_joins_once() throws Exception {
    Answer made =
        server
            .post(
                INVITATIONS,
                admin,
                "{\"email\":\" Bob@ACME.example\",\"role\":\"support\",\"teams\":[\"%s\"]}"
                    .formatted(team))
            .expect(201);
    assertThat(made.text("status")).isEqualTo("open");
    assertThat(made.text("delivery")).isEqualTo("link");
    assertThat(made.text("invitedBy")).isEqualTo(admin);
    String token = token(made);
    assertThat(server.everythingStored()).doesNotContain(token).contains(BOB);

    Answer offer = look(token).expect(200);
    assertThat(offer.text("organization")).isEqualTo("Acme");
    assertThat(offer.text("email")).isEqualTo(BOB);
    assertThat(offer.text("role")).isEqualTo("support");
    assertThat(offer.text("invitedBy")).isEqualTo("Ada");
    look(token).expect(200);

    Answer joined = accept(token).expect(201);
    assertThat(joined.text("organization")).isEqualTo("Acme");
    String bob = joined.text("id");
    new Browser(server).signIn(BOB, "quiet-happy-tree").expect(201);
    accept(token).expect(404, "identity.link-invalid");
    look(token).expect(404, "identity.link-invalid");

    Answer member = server.get("/api/v1/members/" + bob, admin).expect(200);
    assertThat(member.text("role")).isEqualTo("support");
    assertThat(member.text("firstName")).isEqualTo("Bob");
    assertThat(member.text("status")).as("the inviter had the link").isEqualTo("unverified");
    assertThat(member.list("teams").toString()).contains("Core");
    Answer invitation = server.get(INVITATIONS + "/" + made.text("id"), admin).expect(200);
    assertThat(invitation.text("status")).isEqualTo("accepted");
    assertThat(invitation.text("acceptedBy")).isEqualTo(bob);
    assertThat(invitation.at("inviteUrl")).isNull();
    server
        .delete(INVITATIONS + "/" + made.text("id"), admin)
        .expect(409, "identity.invitation-closed");
    assertThat(server.query("select count(*) from identity.one_time_token")).containsExactly("0");
    invite(BOB, "viewer").expect(409, "identity.already-member");
  }

  @Test
  void of_eight_who_use_it_at_once_one_joins() throws Exception {
    String token = token(invite(BOB, "member").expect(201));
    try (IdentityServer sibling = server.sibling()) {
      List<Callable<Answer>> requests =
          Stream.of(server, sibling, server, sibling, server, sibling, server, sibling)
              .<Callable<Answer>>map(
                  replica -> () -> replica.post(INVITATIONS + "/accept", null, acceptance(token)))
              .toList();
      List<Integer> statuses = Together.send(requests);
      assertThat(statuses).containsOnlyOnce(201).isSubsetOf(201, 404, 429);
    }
    assertThat(server.query("select count(*) from identity.app_user where email = '" + BOB + "'"))
        .containsExactly("1");
  }

  @Test
  void a_link_ends_after_seven_days_or_when_it_is_revoked_or_sent_again() {
    Answer made = invite(BOB, "member").expect(201);
    String path = INVITATIONS + "/" + made.text("id");
    String first = token(made);
    String second = token(server.post(path + "/resend", admin, "").expect(200));
    assertThat(second).isNotEqualTo(first);
    accept(first).expect(404, "identity.link-invalid");
    look(second).expect(200);

    server.bean(TestClock.class).forward(Duration.ofDays(7).plusSeconds(1));
    look(second).expect(404, "identity.link-invalid");
    accept(second).expect(404, "identity.link-invalid");
    assertThat(server.get(path, admin).expect(200).text("status")).isEqualTo("expired");
    String third = token(server.post(path + "/resend", admin, "").expect(200));
    look(third).expect(200);
    server.delete(path, admin).expect(204);
    accept(third).expect(404, "identity.link-invalid");
    assertThat(server.get(path, admin).expect(200).text("status")).isEqualTo("revoked");
    server.delete(path, admin).expect(409, "identity.invitation-closed");
    server.post(path + "/resend", admin, "").expect(409, "identity.invitation-closed");
  }

  @Test
  void an_address_has_one_open_invitation() {
    Answer made = invite(BOB, "member").expect(201);
    invite("BOB@acme.example", "admin").expect(409, "identity.invitation-open");
    server.bean(TestClock.class).forward(Duration.ofDays(8));
    Answer next = invite(BOB, "viewer").expect(201);
    assertThat(server.get(INVITATIONS, admin).expect(200).list("items")).hasSize(2);
    Answer open = server.get(INVITATIONS + "?status=open", admin).expect(200);
    assertThat(open.list("items")).hasSize(1);
    assertThat(open.list("items").toString())
        .contains(next.text("id"))
        .doesNotContain(made.text("id"));
    server.delete(INVITATIONS + "/" + next.text("id"), admin).expect(204);
    invite(BOB, "viewer").expect(201);
  }

  @Test
  void nobody_sends_one_again_whose_role_may_do_more_than_they() {
    Answer made = invite(BOB, "admin").expect(201);
    String narrow =
        server
            .post("/api/v1/me/tokens", admin, "{\"name\":\"x\",\"scopes\":[\"members:manage\"]}")
            .expect(201)
            .text("token");
    String again = INVITATIONS + "/" + made.text("id") + "/resend";
    server.post(again, narrow, "").expect(403, "identity.role-too-high");
    look(token(made)).expect(200);
    server.post(again, admin, "").expect(200);
  }

  @Test
  void invitations_are_listed_by_what_became_of_them() {
    String expired = invite("ann@acme.example", "viewer").expect(201).text("id");
    server.bean(TestClock.class).forward(Duration.ofDays(8));
    Answer joins = invite(BOB, "viewer").expect(201);
    accept(token(joins)).expect(201);
    String revoked = invite("cat@acme.example", "viewer").expect(201).text("id");
    server.delete(INVITATIONS + "/" + revoked, admin).expect(204);
    String open = invite("dan@acme.example", "viewer").expect(201).text("id");
    assertThat(ids("?status=open")).containsExactly(open);
    assertThat(ids("?status=accepted")).containsExactly(joins.text("id"));
    assertThat(ids("?status=revoked")).containsExactly(revoked);
    assertThat(ids("?status=expired")).containsExactly(expired);
    assertThat(ids(""))
        .containsExactly(open, revoked, joins.text("id"), expired)
        .isEqualTo(ids("?status=all"));
    Answer wrong = server.get(INVITATIONS + "?status=gone", admin);
    assertThat(wrong.expect(422, "core.query-invalid").list("problems").toString())
        .contains("/status");
  }

  private List<String> ids(String query) {
    return server.get(INVITATIONS + query, admin).expect(200).list("items").stream()
        .map(item -> String.valueOf(((Map<?, ?>) item).get("id")))
        .toList();
  }

  @Test
  void what_is_over_for_ninety_days_is_deleted() {
    String expired = invite(BOB, "viewer").expect(201).text("id");
    Duration week = Duration.ofDays(7);
    server.bean(TestClock.class).forward(week.plusDays(89));
    String revoked = invite("cat@acme.example", "viewer").expect(201).text("id");
    server.delete(INVITATIONS + "/" + revoked, admin).expect(204);
    cleanUp();
    assertThat(ids("")).containsExactly(revoked, expired);
    server.bean(TestClock.class).forward(Duration.ofDays(2));
    cleanUp();
    assertThat(ids("")).containsExactly(revoked);
    server.bean(TestClock.class).forward(Duration.ofDays(90));
    cleanUp();
    assertThat(ids("")).isEmpty();
  }

  private void cleanUp() {
    server.beans(LeaderDuty.class).stream()
        .filter(duty -> duty.name().contains("invitations"))
        .forEach(duty -> duty.run(() -> true));
  }

  @Test
  void what_is_wrong_is_said_by_field() throws Exception {
    for (String email :
        List.of("nobody", "\\u0430da@acme.example", "b@x.example\\r\\nBcc: y@z", "a".repeat(255))) {
      Answer refused = invite(email, "member").expect(422, "core.body-invalid");
      assertThat(refused.list("problems").toString()).contains("/email");
    }
    assertThat(invite(BOB, "boss").expect(422).list("problems").toString()).contains("/role");
    for (String teams : List.of("[\"team_x\"]", "\"x\"", "[7]", "[\"" + organization + "\"]")) {
      Answer refused =
          server
              .post(
                  INVITATIONS,
                  admin,
                  "{\"email\":\"%s\",\"role\":\"member\",\"teams\":%s}".formatted(BOB, teams))
              .expect(422, "core.body-invalid");
      assertThat(refused.list("problems").toString()).contains("/teams");
    }
    UUID other = UUID.randomUUID();
    server.execute(
        """
        insert into identity.organization values ('%1$s', 'Other', now());
        insert into identity.team values ('%1$s', '%1$s', 'Other', now());
        """
            .formatted(other));
    server
        .post(
            INVITATIONS,
            admin,
            "{\"email\":\"%s\",\"role\":\"member\",\"teams\":[\"%s\"]}"
                .formatted(BOB, new TeamId(other)))
        .expect(422, "core.body-invalid");
    assertThat(server.query("select count(*) from identity.invitation")).containsExactly("0");
    String token = token(invite(BOB, "member").expect(201));
    for (String wrong :
        List.of(
            "\"password\":\"short\"",
            "\"password\":\"password1234\"",
            "\"password\":\"bob-bob-1234\",\"firstName\":\"" + "x".repeat(101) + "\"",
            "\"password\":\"quiet-happy-tree\",\"lastName\":\"a\\u2028b\"",
            "\"password\":\"quiet-happy-tree\",\"role\":\"admin\"")) {
      server
          .post(INVITATIONS + "/accept", null, "{\"token\":\"%s\",%s}".formatted(token, wrong))
          .expect(422, "core.body-invalid");
    }
    for (String bad : List.of("x", "0".repeat(52), token + "0", token.toUpperCase(Locale.ROOT))) {
      accept(bad).expect(404, "identity.link-invalid");
      look(bad).expect(404, "identity.link-invalid");
    }
    accept(token).expect(201);
  }

  @Test
  void a_user_of_another_organization_cannot_join_and_nothing_is_used_up() throws Exception {
    UUID other = UUID.randomUUID();
    server.execute(
        """
        insert into identity.organization values ('%1$s', 'Other', now());
        insert into identity.app_user (id, organization_id, email, role, password_hash, created_at)
        values ('%1$s', '%1$s', '%2$s', 'admin', '$argon2id$x', now());
        """
            .formatted(other, BOB));
    Answer made = invite(BOB, "member").expect(201);
    accept(token(made)).expect(409, "identity.email-taken");
    look(token(made)).expect(200);
    String stranger = new UserId(other).toString();
    String path = INVITATIONS + "/" + made.text("id");
    for (String foreign :
        List.of(path, INVITATIONS + "/" + new InvitationId(other), INVITATIONS + "/x")) {
      server.get(foreign, stranger).expect(404, "identity.invitation-not-found");
      server.delete(foreign, stranger).expect(404, "identity.invitation-not-found");
      server.post(foreign + "/resend", stranger, "").expect(404, "identity.invitation-not-found");
    }
    assertThat(server.get(INVITATIONS, stranger).expect(200).list("items")).isEmpty();
  }

  @Test
  void only_who_manages_members_invites() throws Exception {
    for (Role role : List.of(Role.MEMBER, Role.SUPPORT, Role.VIEWER)) {
      String caller = TestMembers.add(server, organization, role).toString();
      server.post(INVITATIONS, caller, "{}").expect(403);
      server.get(INVITATIONS, caller).expect(403);
    }
    server.get(INVITATIONS, null).expect(401);
    for (String path : List.of("/lookup", "/accept", "/x")) {
      server.get(INVITATIONS + path, null).expect(401);
      server.delete(INVITATIONS + path, null).expect(401);
    }
  }

  @Test
  void the_operator_makes_an_administrator_when_there_is_none_left() throws Exception {
    String operator = server.operatorToken();
    String path = "/api/v1/operator/administrators";
    String body = "{\"email\":\"" + BOB + "\"}";
    server.post(path, admin, body).expect(403);
    invite(BOB, "viewer").expect(201);
    Answer made = server.post(path, operator, body).expect(201);
    assertThat(made.text("organization")).isEqualTo(organization.toString());
    assertThat(made.at("existed")).isEqualTo(false);
    String url = made.text("url");
    String bob = accept(url.substring(url.indexOf('#') + 1)).expect(201).text("id");
    assertThat(server.get("/api/v1/members/" + bob, admin).text("role")).isEqualTo("admin");
    server.patch("/api/v1/members/" + bob, admin, "{\"role\":\"viewer\"}").expect(200);

    String reset = server.post(path, operator, body).expect(201).text("url");
    assertThat(reset).contains("/reset-password#");
    assertThat(server.get("/api/v1/members/" + bob, bob).text("role")).isEqualTo("admin");
    String token = reset.substring(reset.indexOf('#') + 1);
    String complete = "/api/v1/password-resets/complete";
    String password = "{\"token\":\"" + token + "\",\"password\":\"another-quiet-tree\"}";
    server.post(complete, null, password).expect(204);
    server.post(complete, null, password).expect(404, "identity.link-invalid");
    assertThat(
            server.query("select password_hash from identity.app_user where email = '" + BOB + "'"))
        .singleElement()
        .asString()
        .startsWith("$argon2id$v=19");

    String resets = "/api/v1/operator/password-resets";
    server.post(resets, bob, body).expect(403);
    Answer link = server.post(resets, operator, body).expect(201);
    assertThat(link.http().headers().firstValue("Cache-Control")).hasValue("no-store");
    url = link.text("url");
    assertThat(url).contains("/reset-password#");
    token = url.substring(url.indexOf('#') + 1);
    server
        .post(complete, null, "{\"token\":\"" + token + "\",\"password\":\"third-quiet-tree\"}")
        .expect(204);
    new Browser(server).signIn(BOB, "third-quiet-tree").expect(201);
    server
        .post(resets, operator, "{\"email\":\"nobody@acme.example\"}")
        .expect(404, "identity.account-not-found");

    server.execute(
        "insert into identity.organization values ('%s', 'Other', now())"
            .formatted(UUID.randomUUID()));
    server.post(path, operator, body).expect(409, "identity.organization-ambiguous");
    server
        .post(path, operator, "{\"email\":\"x@y.example\",\"organization\":\"org_x\"}")
        .expect(404, "identity.organization-not-found");
    server
        .post(
            path, operator, "{\"email\":\"x@y.example\",\"organization\":\"" + organization + "\"}")
        .expect(201);
    server
        .post("/api/v1/operator/mail-tests", operator, "{\"to\":\"x@y.example\"}")
        .expect(409, "identity.mail-not-configured");
  }
}
