package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.mail.MailTestAccess;
import dev.hawser.identity.internal.mail.MailTrap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a mail server. */
class AccountMailIT {
  private static final String INVITATIONS = "/api/v1/invitations";
  private static final String RESETS = "/api/v1/password-resets";
  private static final String ADA = "ada@acme.example";
  private static final String BOB = "bob@acme.example";
  private MailTrap trap;
  private IdentityServer server;
  private String admin;

  @BeforeEach
  void start() {
    trap = MailTrap.start();
    server = IdentityServer.start(settings());
    admin = server.setUp(server.openSetup()).expect(201).text("user", "id");
  }

  private Map<String, String> settings() {
    return Map.of(
        "hawser.public-url", "https://hawser.acme.example",
        "hawser.mail.host", "localhost",
        "hawser.mail.port", Integer.toString(trap.port()),
        "hawser.mail.from", "Hawser <hawser@acme.example>",
        "hawser.mail.tls", "none",
        "hawser.mail.invitations-per-hour", "3");
  }

  @AfterEach
  void stop() {
    server.close();
    trap.close();
  }

  private Answer invite(String email) {
    return server
        .post(INVITATIONS, admin, "{\"email\":\"%s\",\"role\":\"member\"}".formatted(email))
        .expect(201);
  }

  private Answer accept(String token) {
    return server.post(
        INVITATIONS + "/accept",
        null,
        "{\"token\":\"%s\",\"firstName\":\"Bob\",\"password\":\"quiet-happy-tree\"}"
            .formatted(token));
  }

  private Answer reset(String token, String password) {
    return server.post(
        RESETS + "/complete",
        null,
        "{\"token\":\"%s\",\"password\":\"%s\"}".formatted(token, password));
  }

  private Answer confirm(String token) {
    return server.post("/api/v1/email-confirmations", null, "{\"token\":\"" + token + "\"}");
  }

  private MailTrap.Mail mail(String to, String subject) {
    return await()
        .until(
            () ->
                trap.mailsTo(to).stream()
                    .filter(mail -> mail.subject().startsWith(subject))
                    .reduce((first, last) -> last),
            Optional::isPresent)
        .orElseThrow();
  }

  private void emptyOutbox() {
    await()
        .untilAsserted(
            () -> assertThat(server.query("select kind from identity.mail_outbox")).isEmpty());
  }

  private String delivery(Answer invitation) {
    return server
        .get(INVITATIONS + "/" + invitation.text("id"), admin)
        .expect(200)
        .text("delivery");
  }

  @Test
  void a_mail_brings_the_link_and_another_one_tells_of_the_acceptance() throws Exception {
    Answer made = invite(BOB);
    assertThat(made.at("inviteUrl")).isNull();
    MailTrap.Mail mail = mail(BOB, "Invitation to Acme");
    assertThat(mail.text())
        .contains("Ada invites you to join Acme on Hawser as member.")
        .contains("https://hawser.acme.example/invitation#");
    await().untilAsserted(() -> assertThat(delivery(made)).isEqualTo("sent"));
    assertThat(server.everythingStored()).doesNotContain(mail.token());

    String bob = accept(mail.token()).expect(201).text("id");
    assertThat(server.get("/api/v1/members/" + bob, admin).text("status")).isEqualTo("active");
    assertThat(mail(ADA, "Bob has joined").text()).contains("Bob (bob@acme.example)");
    emptyOutbox();
  }

  @Test
  void the_setup_asks_the_administrator_to_prove_the_address() {
    confirm(mail(ADA, "Confirm your e-mail address").token()).expect(204);
    Answer me = server.get("/api/v1/me/profile", admin).expect(200);
    assertThat(me.at("emailVerified")).isEqualTo(true);
  }

  @Test
  void a_mail_waits_for_the_server_and_goes_out_once_it_is_back() throws Exception {
    emptyOutbox();
    trap.refuseAll(451);
    Answer made = invite(BOB);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        server.query(
                            "select count(*) from identity.mail_outbox"
                                + " where attempts = 1 and next_at > now() + interval '20 s'"
                                + " and next_at < now() + interval '40 s'"))
                    .containsExactly("1"));
    assertThat(delivery(made)).isEqualTo("pending");
    trap.refuseAll(0);
    MailTestAccess.sendDue(server.context());
    assertThat(trap.mailsTo(BOB)).as("it is too early").isEmpty();
    server.bean(TestClock.class).forward(Duration.ofSeconds(31));
    MailTestAccess.sendDue(server.context());
    assertThat(delivery(made)).isEqualTo("sent");
    accept(mail(BOB, "Invitation").token()).expect(201);
  }

  @Test
  void a_mail_is_given_up_after_a_day_or_at_once_when_it_is_hopeless_and_it_shows()
      throws Exception {
    emptyOutbox();
    trap.refuse("gone@acme.example", 550);
    Answer hopeless = invite("gone@acme.example");
    await().untilAsserted(() -> assertThat(delivery(hopeless)).isEqualTo("failed"));
    Answer shown = server.get(INVITATIONS + "/" + hopeless.text("id"), admin).expect(200);
    assertThat(shown.text("deliveryFailure"))
        .isEqualTo("the mail server refuses the address (550)");

    trap.refuseAll(451);
    Answer patient = invite(BOB);
    await()
        .untilAsserted(
            () ->
                assertThat(server.query("select attempts from identity.mail_outbox"))
                    .containsExactly("1"));
    for (int hour = 0; hour < 24; hour++) {
      server.bean(TestClock.class).forward(Duration.ofMinutes(61));
      MailTestAccess.sendDue(server.context());
    }
    await().untilAsserted(() -> assertThat(delivery(patient)).isEqualTo("failed"));
    assertThat(server.query("select kind from identity.mail_outbox")).isEmpty();
    trap.refuseAll(0);
    server.post(INVITATIONS + "/" + patient.text("id") + "/resend", admin, "").expect(200);
    accept(mail(BOB, "Invitation").token()).expect(201);
  }

  @Test
  void what_a_process_leaves_that_died_is_sent_by_another_and_both_links_hold() throws Exception {
    emptyOutbox();
    trap.refuseAll(451);
    Answer made = invite(BOB);
    await()
        .untilAsserted(
            () ->
                assertThat(server.query("select attempts from identity.mail_outbox"))
                    .containsExactly("1"));
    String order = server.query("select id from identity.mail_outbox").getFirst();
    trap.refuseAll(0);
    server.bean(TestClock.class).forward(Duration.ofSeconds(31));
    MailTestAccess.sendDue(server.context());
    // As if it had died after the server took the mail, before it was written down.
    server.execute(
        """
        insert into identity.mail_outbox (id, kind, subject, address, created_at, attempts, next_at)
        select '%s', 'invitation', id, email, now(), 1, now() from identity.invitation
        """
            .formatted(order));
    try (IdentityServer sibling = server.sibling()) {
      MailTestAccess.sendDue(sibling.context());
    }
    List<MailTrap.Mail> mails = trap.mailsTo(BOB);
    assertThat(mails).hasSize(2);
    assertThat(mails.get(0).header("Message-ID")).isEqualTo(mails.get(1).header("Message-ID"));
    assertThat(delivery(made)).isEqualTo("sent");
    accept(mails.get(0).token()).expect(201);
    accept(mails.get(1).token()).expect(404, "identity.link-invalid");
  }

  @Test
  void an_invitation_that_is_taken_back_is_not_sent() throws Exception {
    emptyOutbox();
    trap.refuseAll(451);
    Answer made = invite(BOB);
    await()
        .untilAsserted(
            () ->
                assertThat(server.query("select attempts from identity.mail_outbox"))
                    .containsExactly("1"));
    server.delete(INVITATIONS + "/" + made.text("id"), admin).expect(204);
    trap.refuseAll(0);
    server.bean(TestClock.class).forward(Duration.ofSeconds(31));
    MailTestAccess.sendDue(server.context());
    assertThat(trap.mailsTo(BOB)).isEmpty();
  }

  @Test
  void a_forgotten_password_is_set_anew_once_and_ends_the_other_links() throws Exception {
    List<String> ended = server.bean(HeardChanges.class).heard();
    server.post(RESETS, null, "{\"email\":\"" + ADA + "\"}").expect(202);
    String first = mail(ADA, "Set a new password").token();
    emptyOutbox();
    trap.clear();
    server.post(RESETS, null, "{\"email\":\" ADA@acme.example\"}").expect(202);
    String second = mail(ADA, "Set a new password").token();
    String before = server.query("select password_hash from identity.app_user").getFirst();
    reset(first, "ada").expect(422, "core.body-invalid");
    reset(first, "ada-12345678").expect(422, "core.body-invalid");
    reset("0".repeat(52), "quiet-happy-tree").expect(404, "identity.link-invalid");
    Browser ada = Browser.ofAda(server);
    ada.get("/api/v1/me").expect(200);
    String stolen = ada.post("/api/v1/me/tokens", "{\"name\":\"x\"}").expect(201).text("token");
    server.get("/api/v1/me", stolen).expect(200);
    reset(second, "quiet-happy-tree").expect(204);
    server.get("/api/v1/me", stolen).expect(401, "identity.token-invalid");
    await().untilAsserted(() -> ada.get("/api/v1/me").expect(401, "identity.session-ended"));
    new Browser(server).signIn(ADA, IdentityServer.PASSWORD).expect(401);
    new Browser(server).signIn(ADA, "quiet-happy-tree").expect(201);
    reset(second, "quiet-happy-tree").expect(404, "identity.link-invalid");
    reset(first, "quiet-happy-tree").expect(404, "identity.link-invalid");
    assertThat(server.query("select password_hash from identity.app_user").getFirst())
        .isNotEqualTo(before);
    assertThat(ended).contains("changing " + admin + " PASSWORD_RESET");
    assertThat(server.get("/api/v1/me/profile", admin).at("emailVerified")).isEqualTo(true);
    mail(ADA, "Your password was changed");
  }

  @Test
  void of_two_who_use_a_reset_at_once_one_sets_the_password() throws Exception {
    server.post(RESETS, null, "{\"email\":\"" + ADA + "\"}").expect(202);
    String token = mail(ADA, "Set a new password").token();
    List<Integer> statuses =
        Together.send(
            List.of(
                () -> reset(token, "quiet-happy-tree"), () -> reset(token, "loud-angry-stone")));
    assertThat(statuses).containsExactlyInAnyOrder(204, 404);
  }

  @Test
  void who_has_forgotten_the_password_and_guessed_too_often_gets_in_with_the_new_one() {
    Answer guess = guess(ADA);
    for (long wait = 0; wait < 20; guess = guess(ADA)) {
      wait = guess.http().headers().firstValueAsLong("Retry-After").orElse(0);
      if (wait < 20) {
        server.bean(TestClock.class).forward(Duration.ofSeconds(wait));
      }
    }
    guess.expect(429, "identity.too-many-failures");
    server.post(RESETS, null, "{\"email\":\"" + ADA + "\"}").expect(202);
    reset(mail(ADA, "Set a new password").token(), "quiet-happy-tree").expect(204);
    new Browser(server).signIn(ADA, "quiet-happy-tree").expect(201);
  }

  private Answer guess(String email) {
    return new Browser(server).signIn(email, "wrong-password-1");
  }

  @Test
  void an_organization_has_so_many_invitations_mailed_in_an_hour() throws Exception {
    Answer first = invite("one@acme.example");
    invite("two@acme.example");
    String again = INVITATIONS + "/" + first.text("id") + "/resend";
    server.post(again, admin, "").expect(200);
    String third = "{\"email\":\"three@acme.example\",\"role\":\"member\"}";
    for (Answer refused :
        List.of(server.post(INVITATIONS, admin, third), server.post(again, admin, ""))) {
      refused.expect(429, "identity.too-many-invitations");
      assertThat(refused.text("detail")).contains("hawser.mail.invitations-per-hour");
      assertThat(refused.http().headers().firstValueAsLong("Retry-After").orElseThrow())
          .isBetween(3_000L, 3_600L);
    }
    assertThat(server.get(INVITATIONS, admin).list("items")).hasSize(2);
    var other = SignOnOrganizations.make(server, "Other");
    server.post(INVITATIONS, other.admin().toString(), third).expect(201);
    server.bean(TestClock.class).forward(Duration.ofMinutes(61));
    server.post(INVITATIONS, admin, third).expect(201);
  }

  @Test
  void a_reset_holds_for_an_hour() {
    server.post(RESETS, null, "{\"email\":\"" + ADA + "\"}").expect(202);
    String token = mail(ADA, "Set a new password").token();
    server.bean(TestClock.class).forward(Duration.ofMinutes(61));
    reset(token, "quiet-happy-tree").expect(404, "identity.link-invalid");
  }

  @Test
  void nobody_learns_who_is_a_user_and_nobody_is_flooded() throws Exception {
    emptyOutbox();
    trap.clear();
    List<String> answers = new ArrayList<>();
    for (String email : List.of(ADA, "nobody@acme.example")) {
      for (int i = 0; i < 5; i++) {
        Answer answer = server.post(RESETS, null, "{\"email\":\"" + email + "\"}").expect(202);
        answers.add(answer.status() + " " + answer.http().body().length);
      }
    }
    assertThat(answers).containsOnly(answers.getFirst());
    assertThat(server.query("select used from identity.mail_quota")).containsExactly("5", "5");
    emptyOutbox();
    assertThat(trap.mailsTo(ADA)).hasSize(3);
    assertThat(trap.mails()).hasSize(3);
    server.bean(TestClock.class).forward(Duration.ofMinutes(61));
    server.post(RESETS, null, "{\"email\":\"" + ADA + "\"}").expect(202);
    await().untilAsserted(() -> assertThat(trap.mailsTo(ADA)).hasSize(4));
    for (String wrong : List.of("\"x\"", "7", "\"\\u0430da@acme.example\"")) {
      server.post(RESETS, null, "{\"email\":" + wrong + "}").expect(422, "core.body-invalid");
    }
  }

  @Test
  void another_address_holds_when_its_owner_confirms_it() throws Exception {
    emptyOutbox();
    trap.clear();
    String me = "/api/v1/me/profile";
    String lovelace = "lovelace@acme.example";
    Answer missing = server.patch(me, admin, "{\"email\":\"" + lovelace + "\"}");
    assertThat(missing.expect(422, "core.body-invalid").list("problems").toString())
        .contains("/password");
    server
        .patch(me, admin, "{\"email\":\"" + lovelace + "\",\"password\":\"not-the-password\"}")
        .expect(422, "identity.password-wrong");
    assertThat(server.query("select kind from identity.mail_outbox")).isEmpty();
    server.patch(me, admin, "{\"email\":\"" + ADA + "\"}").expect(200);
    Answer asked = changeEmail(lovelace).expect(200);
    assertThat(asked.text("email")).isEqualTo(ADA);
    String token = mail(lovelace, "Confirm your e-mail address").token();
    assertThat(mail(ADA, "Your e-mail address is to be changed").text())
        .as("who steals a session does not show where the address goes")
        .doesNotContain("lovelace");
    assertThat(server.everythingStored()).doesNotContain(token);
    changeEmail("countess@acme.example").expect(200);
    confirm(token).expect(404, "identity.link-invalid");
    String next = mail("countess@acme.example", "Confirm your e-mail address").token();
    confirm(next).expect(204);
    confirm(next).expect(404, "identity.link-invalid");
    Answer after = server.get(me, admin).expect(200);
    assertThat(after.text("email")).isEqualTo("countess@acme.example");
    assertThat(after.at("emailVerified")).isEqualTo(true);
  }

  private Answer changeEmail(String next) {
    return server.patch(
        "/api/v1/me/profile",
        admin,
        "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(next, IdentityServer.PASSWORD));
  }

  @Test
  void an_address_that_somebody_has_is_neither_told_nor_taken() throws Exception {
    invite(BOB);
    accept(mail(BOB, "Invitation").token()).expect(201);
    emptyOutbox();
    trap.clear();
    changeEmail(BOB).expect(200);
    emptyOutbox();
    assertThat(trap.mailsTo(BOB)).isEmpty();

    changeEmail("race@acme.example").expect(200);
    String token = mail("race@acme.example", "Confirm").token();
    server.execute(
        """
        insert into identity.app_user (id, organization_id, email, role, password_hash, created_at)
        select '%s', organization_id, 'race@acme.example', 'viewer', '$argon2id$x', now()
        from identity.app_user limit 1
        """
            .formatted(UUID.randomUUID()));
    confirm(token).expect(409, "identity.email-taken");
    assertThat(server.get("/api/v1/me/profile", admin).text("email")).isEqualTo(ADA);
  }

  @Test
  void confirmations_are_bounded() throws Exception {
    emptyOutbox();
    for (int i = 0; i < 5; i++) {
      server.post("/api/v1/me/profile/email-confirmation", admin, "").expect(202);
    }
    server
        .post("/api/v1/me/profile/email-confirmation", admin, "")
        .expect(429, "identity.too-many-mails");
  }

  @Test
  void the_operator_tries_the_mail_server() {
    String path = "/api/v1/operator/mail-tests";
    String body = "{\"to\":\"me@acme.example\"}";
    server.post(path, server.operatorToken(), body).expect(204);
    assertThat(trap.mailsTo("me@acme.example")).hasSize(1);
    server.post(path, admin, body).expect(403);
    trap.refuse("me@acme.example", 550);
    Answer refused =
        server.post(path, server.operatorToken(), body).expect(503, "identity.mail-failed");
    assertThat(refused.text("detail")).contains("(550)", "not here");
  }

  @Test
  void removal_of_the_reader_ends_links_and_the_mails_that_wait() throws Exception {
    String bob = accept(inviteAndRead()).expect(201).text("id");
    server.post(RESETS, null, "{\"email\":\"" + BOB + "\"}").expect(202);
    String token = mail(BOB, "Set a new password").token();
    List<String> ended = server.bean(HeardChanges.class).heard();
    Browser browser = new Browser(server);
    browser.signIn(BOB, "quiet-happy-tree").expect(201);
    server.delete("/api/v1/members/" + bob, admin).expect(204);
    await().untilAsserted(() -> browser.get("/api/v1/me").expect(401, "identity.session-ended"));
    new Browser(server).signIn(BOB, "quiet-happy-tree").expect(401);
    reset(token, "quiet-happy-tree").expect(404, "identity.link-invalid");
    assertThat(ended).contains("changing " + bob + " REMOVED");
    assertThat(UserId.parse(bob)).isPresent();
  }

  private String inviteAndRead() {
    invite(BOB);
    return mail(BOB, "Invitation").token();
  }
}
