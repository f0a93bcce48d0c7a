package dev.hawser.identity.internal.http;

import static dev.hawser.identity.internal.http.SignOnOrganizations.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.http.SignOnOrganizations.Tenant;
import dev.hawser.testing.TestServers;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in by a real OpenID provider, through a browser's redirects. */
class SingleSignOnIT {
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

  private static Map<String, Object> claims(String email, String... groups) {
    return Map.of(
        "email",
        email,
        "email_verified",
        true,
        "given_name",
        "Grace",
        "family_name",
        "Hopper",
        "groups",
        List.of(groups));
  }

  private static String error(String code) {
    return "/?sign-in-error=identity." + code;
  }

  @Test
  void an_administrator_sets_it_up_and_nobody_sees_the_secret_again() throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "Set up");
    acme.get(SETTINGS).expect(404, "identity.single-sign-on-not-found");
    try (CapturedLog log = new CapturedLog()) {
      acme.put(with(settings(), "domains", List.of("Setup.Example"))).expect(200);
      Answer shown = acme.get(SETTINGS).expect(200);
      assertThat(shown.text("issuer")).isEqualTo(provider.issuer());
      assertThat(shown.text("callbackUrl")).isEqualTo(SignOnBrowser.CALLBACK);
      assertThat(shown.list("domains")).isEqualTo(List.of("setup.example"));
      assertThat(shown.list("adminGroups")).isEqualTo(List.of("Hawser Admins"));
      assertThat(shown.at("enforced")).isEqualTo(false);
      assertThat(shown.at("provenAt")).isNull();
      assertThat(String.valueOf(shown.json())).doesNotContain(OpenIdProvider.SECRET);
      assertThat(log.text()).doesNotContain(OpenIdProvider.SECRET);
    }
    assertThat(server.everythingStored()).doesNotContain(OpenIdProvider.SECRET);

    Answer works = server.post(SETTINGS + "/test", acme.admin().toString(), "").expect(200);
    assertThat(works.at("works")).as(String.valueOf(works.json())).isEqualTo(true);
    acme.put(with(settings(), "clientSecret", "another")).expect(200);
    Answer wrong = server.post(SETTINGS + "/test", acme.admin().toString(), "").expect(200);
    assertThat(wrong.at("works")).isEqualTo(false);
    assertThat(String.valueOf(wrong.json())).contains("does not take the client id or the secret");

    UserId member = TestMembers.add(server, acme.id(), Role.MEMBER);
    server.get(SETTINGS, member.toString()).expect(403);
    server.delete(SETTINGS, member.toString()).expect(403);
    server.delete(SETTINGS, acme.admin().toString()).expect(204);
    acme.get(SETTINGS).expect(404, "identity.single-sign-on-not-found");
    server.post(SETTINGS + "/test", acme.admin().toString(), "").expect(404);
    assertThat(
            server.query(
                "select count(*) from identity.vault_item where organization_id = '%s'"
                    .formatted(acme.id().value())))
        .containsExactly("0");
    assertThat(acme.actions())
        .containsExactly(
            "single-sign-on.created", "single-sign-on.changed", "single-sign-on.deleted");
  }

  @Test
  void settings_that_are_wrong_are_told_by_field() throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "Wrong");
    Answer many =
        acme.put(
                Map.of(
                    "clientId", "ä",
                    "scopes", List.of("email"),
                    "defaultRole", "boss",
                    "domains", List.of("not a domain"),
                    "jitUsers", "yes",
                    "colour", "red"))
            .expect(422, "core.body-invalid");
    assertThat(String.valueOf(many.json()))
        .contains("/issuer", "/clientId", "/scopes", "/defaultRole", "/domains")
        .contains("/jitUsers", "/colour", "must contain openid");
    Map<String, Object> none = settings();
    none.remove("clientSecret");
    assertThat(String.valueOf(acme.put(none).expect(422, "core.body-invalid").json()))
        .contains("clientSecret is needed");
    for (String issuer :
        List.of(
            provider.issuer() + "/",
            "http://login.acme.example",
            "https://user@login.acme.example",
            "ftp://127.0.0.1",
            "not a URL",
            "http://127.0.0.1:1")) {
      Answer answer = acme.put(with(settings(), "issuer", issuer)).expect(422, "core.body-invalid");
      assertThat(String.valueOf(answer.json())).contains("/issuer").contains("does not lead to");
    }
    acme.put(settings()).expect(200);
    Map<String, Object> moved = settings("hawser-es");
    moved.remove("clientSecret");
    assertThat(String.valueOf(acme.put(moved).expect(422).json()))
        .contains("clientSecret is needed for another issuer or clientId");
    Map<String, Object> same = with(settings(), "jitUsers", false);
    same.remove("clientSecret");
    acme.put(same).expect(200);
    acme.put(with(settings(), "enforced", true)).expect(422, "identity.single-sign-on-not-proven");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hawser", "hawser-es", "hawser-ps"})
  void somebody_new_becomes_a_member_with_the_role_of_the_mightiest_group(String client)
      throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "New " + client);
    acme.put(settings(client)).expect(200);
    String email = "grace-" + client + "@new.example";
    provider.with("new-" + client, claims(email, "Everybody", "Engineering", "Cooks"));

    SignOnBrowser browser = new SignOnBrowser(server);
    String page =
        browser.signIn(
            Map.of("organization", acme.id().toString(), "returnTo", "/projects?tab=1#top"),
            "new-" + client);
    assertThat(page).isEqualTo("/projects?tab=1#top");
    Browser console = browser.console();
    Answer session = console.get(Browser.SESSION).expect(200);
    assertThat(session.text("user", "email")).isEqualTo(email);
    assertThat(session.text("user", "firstName")).isEqualTo("Grace");
    assertThat(session.text("user", "lastName")).isEqualTo("Hopper");
    assertThat(session.text("role")).isEqualTo("member");
    assertThat(session.text("organization", "id")).isEqualTo(acme.id().toString());
    assertThat(console.get("/api/v1/me/sessions").expect(200).json().toString())
        .contains("method=single-sign-on");
    console.delete(Browser.SESSION).expect(204);
    assertThat(
            server.query(
                "select count(*) from identity.app_user where email = '%s' and password_hash is null"
                        .formatted(email)
                    + " and email_verified_at is not null"))
        .containsExactly("1");
    assertThat(acme.actions()).contains("members.joined");
  }

  @Test
  void a_member_is_found_by_the_verified_address_and_from_then_on_by_the_subject()
      throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "Linked");
    acme.put(with(settings(), "jitUsers", false)).expect(200);
    UserId known = acme.member("linus@linked.example", Role.VIEWER, null);
    provider.with("linus", claims("Linus@Linked.example", "Engineering"));
    SignOnBrowser first = new SignOnBrowser(server);
    assertThat(first.signIn(acme.wish(), "linus")).isEqualTo("/");
    Answer session = first.console().get(Browser.SESSION);
    assertThat(session.text("user", "id")).isEqualTo(known.toString());
    assertThat(session.text("role")).isEqualTo("member");

    provider.with("linus", claims("married@linked.example", "Everybody"));
    SignOnBrowser second = new SignOnBrowser(server);
    second.signIn(acme.wish(), "linus");
    session = second.console().get(Browser.SESSION);
    assertThat(session.text("user", "id")).isEqualTo(known.toString());
    assertThat(session.text("user", "email")).isEqualTo("linus@linked.example");
    assertThat(session.text("role")).isEqualTo("viewer");

    // The address was given to somebody else: that is not the same person.
    provider.with("successor", claims("linus@linked.example", "Engineering"));
    assertThat(new SignOnBrowser(server).signIn(acme.wish(), "successor"))
        .isEqualTo(error("single-sign-on-other-account"));
    provider.with("stranger", claims("stranger@linked.example", "Engineering"));
    assertThat(new SignOnBrowser(server).signIn(acme.wish(), "stranger"))
        .isEqualTo(error("single-sign-on-no-account"));
    assertThat(acme.actions())
        .contains("members.linked", "members.changed")
        .doesNotContain("members.joined");
  }

  @Test
  void the_last_administrator_stays_one_whatever_the_groups_say() throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "Last");
    acme.put(settings()).expect(200);
    provider.with("last", claims("last@last.example", "Hawser Admins"));
    new SignOnBrowser(server).signIn(acme.wish(), "last");
    server.execute("delete from identity.app_user where id = '%s'".formatted(acme.admin().value()));
    provider.with("last", claims("last@last.example", "Everybody"));
    SignOnBrowser browser = new SignOnBrowser(server);
    assertThat(browser.signIn(acme.wish(), "last")).isEqualTo("/");
    assertThat(browser.console().get(Browser.SESSION).text("role")).isEqualTo("admin");
  }

  @Test
  void who_has_no_group_no_verified_address_or_a_foreign_domain_stays_out() throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "Refused");
    acme.put(with(settings(), "domains", List.of("refused.example"))).expect(200);
    provider.with("cook", claims("cook@refused.example", "Cooks"));
    assertThat(new SignOnBrowser(server).signIn(acme.wish(), "cook"))
        .isEqualTo(error("single-sign-on-no-role"));
    provider.with("foreign", claims("ada@elsewhere.example", "Engineering"));
    assertThat(new SignOnBrowser(server).signIn(acme.wish(), "foreign"))
        .isEqualTo(error("single-sign-on-domain"));
    provider.with(
        "doubtful",
        Map.of("email", "doubt@refused.example", "email_verified", false, "groups", "Engineering"));
    assertThat(new SignOnBrowser(server).signIn(acme.wish(), "doubtful"))
        .isEqualTo(error("single-sign-on-email-unverified"));
    assertThat(server.query("select email from identity.app_user"))
        .doesNotContain("cook@refused.example", "ada@elsewhere.example", "doubt@refused.example");

    Map<String, Object> trusting = with(settings(), "trustEmail", true);
    acme.put(with(trusting, "defaultRole", "support")).expect(200);
    assertThat(new SignOnBrowser(server).signIn(acme.wish(), "doubtful")).isEqualTo("/");
    SignOnBrowser cook = new SignOnBrowser(server);
    assertThat(cook.signIn(acme.wish(), "cook")).isEqualTo("/");
    assertThat(cook.console().get(Browser.SESSION).text("role")).isEqualTo("support");
  }

  @Test
  void a_sign_in_ends_once_and_in_the_browser_that_began_it() throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "Once");
    acme.put(settings()).expect(200);
    provider.with("once", claims("once@once.example", "Engineering"));
    SignOnBrowser browser = new SignOnBrowser(server);
    URI callback = browser.logIn(browser.start(acme.wish()).expect(200).text("url"), "once");

    // Somebody else's browser, with the attacker's code: signed in as the attacker it must not be.
    SignOnBrowser victim = new SignOnBrowser(server);
    assertThat(victim.arrive(callback)).isEqualTo(error("single-sign-on-expired"));
    victim.start(acme.wish()).expect(200);
    assertThat(victim.arrive(callback)).isEqualTo(error("single-sign-on-expired"));
    String right = SignOnBrowser.query(callback).get("state");
    URI tampered = URI.create(callback.toString().replace(right, WrongSecrets.like(right)));
    assertThat(browser.arrive(tampered)).isEqualTo(error("single-sign-on-expired"));

    assertThat(browser.arrive(callback)).isEqualTo("/");
    assertThat(browser.arrive(callback)).isEqualTo(error("single-sign-on-expired"));

    // The same code under a new state: the provider has given it away already.
    SignOnBrowser again = new SignOnBrowser(server);
    String url = again.start(acme.wish()).expect(200).text("url");
    String state = SignOnBrowser.query(URI.create(url)).get("state");
    String replayed = callback.toString().replaceFirst("state=[^&]+", "state=" + state);
    assertThat(again.arrive(URI.create(replayed)))
        .isEqualTo(error("single-sign-on-provider-error"));
  }

  @Test
  void two_tabs_of_one_browser_do_not_disturb_each_other_and_old_ones_end() throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "Tabs");
    acme.put(settings()).expect(200);
    provider.with("tabs", claims("tabs@tabs.example", "Engineering"));
    SignOnBrowser browser = new SignOnBrowser(server);
    String first = browser.start(acme.wish()).expect(200).text("url");
    String second = browser.start(acme.wish()).expect(200).text("url");
    assertThat(browser.arrive(browser.logIn(first, "tabs"))).isEqualTo("/");
    assertThat(browser.arrive(browser.logIn(second, "tabs"))).isEqualTo("/");
  }

  @Test
  void emptying_redis_and_another_replica_do_not_matter() throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "Flush");
    acme.put(settings()).expect(200);
    provider.with("flush", claims("flush@flush.example", "Engineering"));
    SignOnBrowser browser = new SignOnBrowser(server);
    URI callback = browser.logIn(browser.start(acme.wish()).expect(200).text("url"), "flush");
    try (IdentityServer emptied = server.siblingOn(TestServers.newRedis().uri())) {
      assertThat(browser.at(emptied).arrive(callback)).isEqualTo("/");
    }
  }

  @Test
  void the_provider_may_refuse_and_settings_that_changed_meanwhile_do_not_count() throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "Meanwhile");
    acme.put(settings()).expect(200);
    SignOnBrowser browser = new SignOnBrowser(server);
    String url = browser.start(acme.wish()).expect(200).text("url");
    String state = SignOnBrowser.query(URI.create(url)).get("state");
    String refusal = SignOnBrowser.CALLBACK + "?error=access_denied&state=" + state;
    // An answer that does not say of whom it is may be another provider's.
    assertThat(browser.arrive(URI.create(refusal)))
        .isEqualTo(error("single-sign-on-provider-error"));
    url = browser.start(acme.wish()).expect(200).text("url");
    state = SignOnBrowser.query(URI.create(url)).get("state");
    assertThat(
            browser.arrive(
                URI.create(
                    SignOnBrowser.CALLBACK
                        + "?error=access_denied&state="
                        + state
                        + "&iss="
                        + provider.issuer())))
        .isEqualTo(error("single-sign-on-denied"));

    provider.with("meanwhile", claims("meanwhile@meanwhile.example", "Engineering"));
    URI callback = browser.logIn(browser.start(acme.wish()).text("url"), "meanwhile");
    acme.put(with(settings(), "memberGroups", List.of())).expect(200);
    assertThat(browser.arrive(callback)).isEqualTo(error("single-sign-on-changed"));
  }

  @Test
  void nobody_gets_into_an_organization_by_the_provider_of_another_one() throws Exception {
    Tenant red = SignOnOrganizations.make(server, "Red");
    Tenant blue = SignOnOrganizations.make(server, "Blue");
    red.put(settings()).expect(200);
    blue.put(settings("hawser-es")).expect(200);
    red.member("rosa@red.example", Role.ADMIN, null);
    provider.with("rosa", claims("rosa@red.example", "Hawser Admins"));
    // Same issuer, same person: a member of one organization is none of the other.
    assertThat(new SignOnBrowser(server).signIn(blue.wish(), "rosa"))
        .isEqualTo(error("single-sign-on-other-account"));
    SignOnBrowser browser = new SignOnBrowser(server);
    assertThat(browser.signIn(red.wish(), "rosa")).isEqualTo("/");
    assertThat(browser.console().get(Browser.SESSION).text("organization", "id"))
        .isEqualTo(red.id().toString());
    assertThat(new SignOnBrowser(server).signIn(blue.wish(), "rosa"))
        .isEqualTo(error("single-sign-on-other-account"));
  }

  @Test
  void an_address_leads_to_the_organization_that_names_its_domain() throws Exception {
    Tenant acme = SignOnOrganizations.make(server, "Domain");
    acme.put(with(settings("hawser-es"), "domains", List.of("domain.example"))).expect(200);
    SignOnBrowser browser = new SignOnBrowser(server);
    String url = browser.start(Map.of("email", "Anybody@Domain.example")).expect(200).text("url");
    assertThat(url).startsWith(provider.issuer());
    assertThat(SignOnBrowser.query(URI.create(url)))
        .containsEntry("client_id", "hawser-es")
        .containsEntry("login_hint", "anybody@domain.example")
        .containsEntry("scope", "openid email profile groups")
        .containsEntry("code_challenge_method", "S256");
    browser
        .start(Map.of("email", "anybody@unknown.example"))
        .expect(404, "identity.single-sign-on-not-found");
    browser.start(Map.of("organization", "org_nonsense")).expect(404);
    browser.start(Map.of()).expect(422, "core.body-invalid");
    browser
        .start(Map.of("email", "a@domain.example", "organization", acme.id().toString()))
        .expect(422);
    for (String target :
        List.of(
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "evil",
            "/a\r\nb",
            "/%zz",
            "/a%2",
            "/a#b#c")) {
      browser
          .start(Map.of("organization", acme.id().toString(), "returnTo", target))
          .expect(422, "core.body-invalid");
    }
    assertThat(
            server
                .send(
                    "POST",
                    SignOnBrowser.START,
                    null,
                    "{\"email\":\"a@domain.example\"}",
                    Map.of("Origin", "https://evil.example"))
                .status())
        .isEqualTo(403);
  }
}
