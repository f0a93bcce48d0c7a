package dev.hawser.identity.internal.http;

import static dev.hawser.identity.internal.http.SignOnOrganizations.SETTINGS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.json.Json;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.hash.Argon2;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.http.SignOnOrganizations.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who does not get in any more: without the provider, or although the provider still has them. */
class EnforcedSignOnIT {
  private static IdentityServer server;
  private static OpenIdProvider provider;

  @BeforeAll
  static void start() {
    server = IdentityServer.start(Map.of("hawser.public-url", SignOnBrowser.PUBLIC_URL));
    provider = OpenIdProvider.start(SignOnBrowser.CALLBACK);
  }

  @AfterAll
  static void stop() {
    provider.close();
    server.close();
  }

  private static Map<String, Object> settings() {
    return settings("hawser");
  }

  private static Map<String, Object> settings(String clientId) {
    return SignOnOrganizations.settings(provider.issuer(), clientId, OpenIdProvider.SECRET);
  }

  private static Map<String, Object> with(Map<String, Object> settings, String name, Object value) {
    Map<String, Object> changed = new HashMap<>(settings);
    changed.put(name, value);
    return changed;
  }

  private static Map<String, Object> claims(String email, String group) {
    return Map.of("email", email, "email_verified", true, "groups", List.of(group));
  }

  private static String error(String code) {
    return "/?sign-in-error=identity." + code;
  }

  @Test
  void who_was_removed_comes_back_by_an_invitation_only() throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "Removed");
    acme.put(settings()).expect(200);
    provider.with("gone", claims("gone@removed.example", "Engineering"));
    new SignOnBrowser(server).signIn(acme.wish(), "gone");
    String user = acme.userOf("gone@removed.example");
    server.delete("/api/v1/members/" + user, acme.admin().toString()).expect(204);
    assertThat(new SignOnBrowser(server).signIn(acme.wish(), "gone"))
        .isEqualTo(error("single-sign-on-removed"));
    // With another address he is still the same subject, and with another subject the same address.
    provider.with("gone", claims("other@removed.example", "Engineering"));
    assertThat(new SignOnBrowser(server).signIn(acme.wish(), "gone"))
        .isEqualTo(error("single-sign-on-removed"));
    provider.with("gone-again", claims("gone@removed.example", "Engineering"));
    assertThat(new SignOnBrowser(server).signIn(acme.wish(), "gone-again"))
        .isEqualTo(error("single-sign-on-removed"));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(acme.actions()).containsOnlyOnce("sign-ins.failed"));

    provider.with("gone", claims("gone@removed.example", "Engineering"));
    acme.put(with(settings(), "jitUsers", false)).expect(200);
    server
        .post(
            "/api/v1/invitations",
            acme.admin().toString(),
            "{\"email\":\"gone@removed.example\",\"role\":\"viewer\"}")
        .expect(201);
    SignOnBrowser back = new SignOnBrowser(server);
    assertThat(back.signIn(acme.wish(), "gone")).isEqualTo("/");
    assertThat(back.console().get(Browser.SESSION).text("role")).isEqualTo("member");
    assertThat(acme.get("/api/v1/invitations?status=open").json().toString())
        .doesNotContain("gone@removed.example");
  }

  @Test
  void where_it_is_enforced_passwords_do_not_count_until_the_operator_says_so() throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "Enforced");
    acme.put(settings()).expect(200);
    String hash = server.bean(Argon2.class).hashPassword(IdentityServer.PASSWORD);
    acme.member("pia@enforced.example", Role.ADMIN, hash);
    Browser pia = new Browser(server);
    pia.signIn("pia@enforced.example", IdentityServer.PASSWORD).expect(201);
    acme.put(with(settings(), "enforced", true)).expect(422, "identity.single-sign-on-not-proven");

    provider.with("pia", claims("pia@enforced.example", "Hawser Admins"));
    SignOnBrowser way = new SignOnBrowser(server);
    assertThat(way.signIn(acme.wish(), "pia")).isEqualTo("/");
    assertThat(acme.get(SETTINGS).at("provenAt")).isNotNull();
    pia.get(Browser.SESSION).expect(200);
    acme.put(with(settings(), "enforced", true)).expect(200);

    pia.get(Browser.SESSION).expect(401, "identity.session-ended");
    way.console().get(Browser.SESSION).expect(200);
    new Browser(server)
        .signIn("pia@enforced.example", IdentityServer.PASSWORD)
        .expect(401, "identity.single-sign-on-required");
    new Browser(server)
        .signIn("pia@enforced.example", "not the password")
        .expect(401, "identity.credentials-wrong");
    resetIsRefused(acme);
    invitationIsAcceptedBySigningIn(acme);
    acme.put(with(settings("hawser-es"), "enforced", true))
        .expect(422, "identity.single-sign-on-not-proven");
    Map<String, Object> rotated = with(settings(), "enforced", true);
    acme.put(rotated).expect(200); // the secret may change while it is enforced

    String enforcement = "/api/v1/operator/single-sign-on/enforcement?organization=" + acme.id();
    server.delete(enforcement, acme.admin().toString()).expect(403);
    assertThat(server.delete(enforcement, server.operatorToken()).expect(200).text("organization"))
        .isEqualTo(acme.id().toString());
    server
        .delete(enforcement, server.operatorToken())
        .expect(404, "identity.single-sign-on-not-enforced");
    new Browser(server).signIn("pia@enforced.example", IdentityServer.PASSWORD).expect(201);
    assertThat(acme.actions()).contains("single-sign-on.released");
  }

  private static void resetIsRefused(Tenant acme) {
    Answer link =
        server
            .post(
                "/api/v1/operator/administrators",
                server.operatorToken(),
                "{\"email\":\"pia@enforced.example\",\"organization\":\"%s\"}".formatted(acme.id()))
            .expect(201);
    String token = link.text("url").substring(link.text("url").indexOf('#') + 1);
    server
        .post(
            "/api/v1/password-resets/complete",
            null,
            "{\"token\":\"%s\",\"password\":\"a lantern beside the harbour\"}".formatted(token))
        .expect(409, "identity.single-sign-on-required");
  }

  private static void invitationIsAcceptedBySigningIn(Tenant acme) {
    Answer invited =
        server
            .post(
                "/api/v1/invitations",
                acme.admin().toString(),
                "{\"email\":\"new@enforced.example\",\"role\":\"viewer\"}")
            .expect(201);
    String url = invited.text("inviteUrl");
    server
        .post(
            "/api/v1/invitations/accept",
            null,
            "{\"token\":\"%s\",\"password\":\"a lantern beside the harbour\"}"
                .formatted(url.substring(url.indexOf('#') + 1)))
        .expect(409, "identity.single-sign-on-required");
    provider.with("new", claims("new@enforced.example", "Everybody"));
    assertThat(new SignOnBrowser(server).signIn(acme.wish(), "new")).isEqualTo("/");
  }

  /** An organization that may enforce it, with a member who has a password. */
  private static Tenant provable(String name) throws Exception {
    Tenant acme = SignOnOrganizations.make(server, name);
    acme.put(settings()).expect(200);
    provider.with(name, claims("admin@" + name + ".example", "Hawser Admins"));
    new SignOnBrowser(server).signIn(acme.wish(), name);
    String hash = server.bean(Argon2.class).hashPassword(IdentityServer.PASSWORD);
    acme.member("late@" + name + ".example", Role.VIEWER, hash);
    return acme;
  }

  @Test
  void a_password_that_was_checked_before_the_enforcing_does_not_sign_in_after_it()
      throws Exception {
    Tenant acme = provable("checked");
    try (HeldLock lock =
        HeldLock.take(
            server,
            "select 1 from identity.app_user where email = 'late@checked.example' for update")) {
      Future<Answer> late =
          lock.holdUp(
              () -> new Browser(server).signIn("late@checked.example", IdentityServer.PASSWORD));
      acme.put(with(settings(), "enforced", true)).expect(200);
      lock.release();
      late.get().expect(401, "identity.account-changed");
    }
  }

  @Test
  void a_session_by_password_that_is_just_being_opened_ends_with_the_enforcing() throws Exception {
    Tenant acme = provable("opening");
    try (HeldLock lock = HeldLock.take(server, "lock table identity.session in exclusive mode")) {
      Future<Answer> late =
          lock.holdUp(
              () -> new Browser(server).signIn("late@opening.example", IdentityServer.PASSWORD));
      Future<Answer> enforced = lock.holdUp(() -> acme.put(with(settings(), "enforced", true)));
      lock.release();
      late.get().expect(201);
      enforced.get().expect(200);
    }
    assertThat(
            server.query(
                """
                select count(*) from identity.session s join identity.app_user u on u.id = s.user_id
                where u.organization_id = '%s' and s.method = 'password'
                """
                    .formatted(acme.id().value())))
        .containsExactly("0");
  }

  @Test
  void settings_that_replace_others_while_an_administrator_comes_through_those_are_not_proven()
      throws Exception {
    Tenant acme = provable("replaced");
    acme.put(settings("hawser-es")).expect(200);
    SignOnBrowser admin = new SignOnBrowser(server);
    var callback = admin.logIn(admin.start(acme.wish()).text("url"), "replaced");
    assertThat(acme.actions()).as("so that nothing else writes there").isNotEmpty();
    try (HeldLock lock = HeldLock.take(server, "lock table identity.outbox in share mode")) {
      Future<Answer> replaced = lock.holdUp(() -> acme.put(settings()));
      Future<Answer> arrived = lock.holdUp(() -> admin.arriveAt(callback));
      lock.release();
      replaced.get().expect(200);
      arrived.get().expect(303);
    }
    assertThat(admin.cookie("hawser_session")).isNotNull();
    Answer now = acme.get(SETTINGS).expect(200);
    assertThat(now.text("clientId")).isEqualTo("hawser");
    assertThat(now.at("provenAt")).isNull();
  }

  @Test
  void five_first_sign_ins_of_one_person_at_once_make_one_member() throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "Twelve");
    acme.put(settings()).expect(200);
    provider.with("twelve", claims("twelve@twelve.example", "Engineering"));
    List<SignOnBrowser> browsers = new ArrayList<>();
    List<Callable<Answer>> requests = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      SignOnBrowser browser = new SignOnBrowser(server);
      var callback = browser.logIn(browser.start(acme.wish()).text("url"), "twelve");
      browsers.add(browser);
      requests.add(() -> browser.arriveAt(callback));
    }
    assertThat(Together.send(requests)).containsOnly(303);
    assertThat(browsers).allMatch(browser -> browser.cookie("hawser_session") != null);
    assertThat(
            server.query(
                "select count(*) from identity.app_user where email = 'twelve@twelve.example'"))
        .containsExactly("1");
  }

  @Test
  void who_set_up_an_account_without_proving_the_address_is_out_when_the_person_comes()
      throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "Doubtful");
    acme.put(settings()).expect(200);
    String hash = server.bean(Argon2.class).hashPassword(IdentityServer.PASSWORD);
    String user = acme.member("boss@doubtful.example", Role.MEMBER, hash).toString();
    Browser impostor = new Browser(server);
    impostor.signIn("boss@doubtful.example", IdentityServer.PASSWORD).expect(201);
    String token = server.post("/api/v1/me/tokens", user, "{\"name\":\"x\"}").text("token");
    server.get("/api/v1/me", token).expect(200);

    provider.with("boss", claims("boss@doubtful.example", "Engineering"));
    SignOnBrowser boss = new SignOnBrowser(server);
    assertThat(boss.signIn(acme.wish(), "boss")).isEqualTo("/");
    assertThat(boss.console().get(Browser.SESSION).text("user", "id")).isEqualTo(user);
    impostor.get(Browser.SESSION).expect(401, "identity.session-ended");
    server.get("/api/v1/me", token).expect(401, "identity.token-invalid");
    new Browser(server)
        .signIn("boss@doubtful.example", IdentityServer.PASSWORD)
        .expect(401, "identity.credentials-wrong");
  }

  @Test
  void a_token_that_may_not_do_everything_cannot_make_itself_an_administrators_provider()
      throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "Scoped");
    String body = "{\"name\":\"x\",\"scopes\":[\"organization:manage\"]}";
    String token =
        server.post("/api/v1/me/tokens", acme.admin().toString(), body).expect(201).text("token");
    server.get(SETTINGS, token).expect(404, "identity.single-sign-on-not-found");
    server
        .put(SETTINGS, token, new String(Json.write(settings()), UTF_8))
        .expect(403, "identity.role-too-high");
  }
}
