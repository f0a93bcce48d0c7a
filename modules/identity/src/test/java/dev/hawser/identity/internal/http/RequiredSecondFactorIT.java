package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.factor.TotpTestAccess;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.session.SessionId;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An organization may require a second factor of its members. */
class RequiredSecondFactorIT {
  private static final String ORGANIZATION = "/api/v1/organization";
  private static final String FACTOR = "/api/v1/me/second-factor";
  private static final String PROJECTS = "/api/v1/projects";
  private static final String NEEDED = "identity.second-factor-setup-needed";
  private static final String PASSWORD = "{\"password\":\"" + IdentityServer.PASSWORD + "\"}";
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(20);

  /** What is left to who has none. */
  private static final Set<String> LEFT =
      Set.of(
          "GET /api/v1/session",
          "DELETE /api/v1/session",
          "GET /api/v1/me",
          "GET /api/v1/me/profile",
          "GET " + FACTOR,
          "POST " + FACTOR,
          "POST " + FACTOR + "/confirm");

  /** What answers without credentials too, whatever is wrong with those that come along. */
  private static final Set<String> FOR_EVERYBODY =
      Set.of(
          "GET /api/v1/session/single-sign-on/callback",
          "GET /api/v1/setup",
          "HEAD /api/v1/session/single-sign-on/callback",
          "HEAD /api/v1/setup",
          "POST /api/v1/email-confirmations",
          "POST /api/v1/invitations/accept",
          "POST /api/v1/invitations/lookup",
          "POST /api/v1/password-resets",
          "POST /api/v1/password-resets/complete",
          "POST /api/v1/session",
          "POST /api/v1/session/single-sign-on",
          "POST /api/v1/setup");

  private IdentityServer server;
  private TestClock clock;
  private String key;
  private String organization;
  private Browser ada;

  @BeforeEach
  void start() {
    server = IdentityServer.start();
    Answer made = server.setUp(server.openSetup()).expect(201);
    key = made.text("apiKey", "key");
    organization = made.text("organization", "id");
    clock = server.bean(TestClock.class);
    ada = Browser.ofAda(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** A member who has Ada's password. */
  private String member(String email) throws Exception {
    UserId user =
        TestMembers.add(server, OrganizationId.parse(organization).orElseThrow(), Role.MEMBER);
    server.execute(
        """
        update identity.app_user set email = '%s', password_hash =
          (select password_hash from identity.app_user where email = 'ada@acme.example')
        where id = '%s'"""
            .formatted(email, user.value()));
    return user.toString();
  }

  private Browser signedIn(String email) {
    Browser browser = new Browser(server);
    browser.signIn(email, IdentityServer.PASSWORD).expect(201);
    return browser;
  }

  /** Sets a second factor up; gives its secret. */
  private String enrol(Browser browser) {
    String secret = browser.post(FACTOR, PASSWORD).expect(200).text("secret");
    browser.post(FACTOR + "/confirm", "{\"code\":\"" + nextCode(secret) + "\"}").expect(200);
    return secret;
  }

  private String nextCode(String secret) {
    clock.forward(Duration.ofSeconds(30));
    return TotpTestAccess.code(secret, clock.instant());
  }

  private Answer require(boolean required) {
    return ada.send("PATCH", ORGANIZATION, "{\"secondFactorRequired\":" + required + "}");
  }

  private static String token(Browser browser) {
    return browser.post("/api/v1/me/tokens", "{\"name\":\"mine\"}").expect(201).text("token");
  }

  private static String operation(UriRouteInfo<?, ?> route) {
    String path =
        route
            .getUriMatchTemplate()
            .toString()
            .replaceAll("\\{\\?[^}]*}", "")
            .replaceAll("\\{[^}]*}", "x");
    return route.getHttpMethodName() + " " + path;
  }

  private static boolean isRefused(Browser browser, String operation) {
    String[] parts = operation.split(" ", 2);
    String body = Set.of("GET", "HEAD").contains(parts[0]) ? null : "{}";
    Answer answer = browser.send(parts[0], parts[1], body);
    return answer.status() == 403 && (parts[0].equals("HEAD") || NEEDED.equals(answer.at("code")));
  }

  @Test
  void only_an_administrator_who_has_one_can_require_it_and_the_log_says_so() throws Exception {
    require(true).expect(409, "identity.own-second-factor-needed");
    assertThat(ada.get(ORGANIZATION).at("secondFactorRequired")).isEqualTo(false);
    member("bob@acme.example");
    Browser bob = signedIn("bob@acme.example");
    enrol(bob);
    bob.send("PATCH", ORGANIZATION, "{\"secondFactorRequired\":true}")
        .expect(403, "core.access-denied");
    ada.send("PATCH", ORGANIZATION, "{}").expect(422, "core.body-invalid");
    ada.send("PATCH", ORGANIZATION, "{\"secondFactorRequired\":1}")
        .expect(422, "core.body-invalid");
    enrol(ada);
    Answer changed = require(true).expect(200);
    assertThat(changed.at("secondFactorRequired")).isEqualTo(true);
    assertThat(changed.at("name")).isEqualTo("Acme");
    require(true).expect(200);
    ada.send("PATCH", ORGANIZATION, "{\"name\":\"Acme\"}").expect(200);
    assertThat(ada.get(Browser.SESSION).at("secondFactor", "required")).isEqualTo(true);
    ada.get(PROJECTS).expect(200);
    require(false).expect(200);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        server.query(
                            "select entry::jsonb ->> 'details' from identity.audit_entry"
                                + " where action = 'organization.changed' order by sequence"))
                    .containsExactly(
                        "{\"second-factor-required\": true}",
                        "{\"second-factor-required\": false}"));
  }

  @Test
  void sessions_and_tokens_that_are_there_already_follow_within_two_seconds() throws Exception {
    enrol(ada);
    member("bob@acme.example");
    Browser bob = signedIn("bob@acme.example");
    String token = token(bob);
    try (IdentityServer sibling = server.sibling()) {
      TestClock siblingClock = sibling.bean(TestClock.class);
      siblingClock.forward(Duration.between(siblingClock.instant(), clock.instant()));
      Browser elsewhere = bob.at(sibling);
      elsewhere.get(PROJECTS).expect(200);
      sibling.get(PROJECTS, token).expect(200);
      require(true).expect(200);
      clock.forward(BOUND);
      siblingClock.forward(BOUND);
      for (Browser browser : List.of(bob, elsewhere)) {
        await().atMost(SOON).untilAsserted(() -> browser.get(PROJECTS).expect(403, NEEDED));
        browser.get("/api/v1/me").expect(200);
      }
      for (IdentityServer replica : List.of(server, sibling)) {
        replica.get(PROJECTS, token).expect(403, NEEDED);
        replica.get("/api/v1/me", token).expect(403, NEEDED);
        replica.get(PROJECTS, key).expect(200);
      }
      String secret = enrol(bob);
      await().atMost(SOON).untilAsserted(() -> bob.get(PROJECTS).expect(200));
      clock.forward(BOUND);
      siblingClock.forward(Duration.between(siblingClock.instant(), clock.instant()).plus(BOUND));
      await().atMost(SOON).untilAsserted(() -> elsewhere.get(PROJECTS).expect(200));
      server.get(PROJECTS, token).expect(200);
      new Browser(server)
          .signIn("bob@acme.example", IdentityServer.PASSWORD, nextCode(secret))
          .expect(201);
    }
  }

  @Test
  void who_has_none_signs_in_and_can_do_nothing_but_set_one_up() throws Exception {
    enrol(ada);
    require(true).expect(200);
    member("bob@acme.example");
    Browser bob = new Browser(server);
    Answer signedIn = bob.signIn("bob@acme.example", IdentityServer.PASSWORD).expect(201);
    assertThat(signedIn.list("permissions")).isEmpty();
    assertThat(signedIn.at("secondFactor", "required")).isEqualTo(true);
    assertThat(signedIn.at("secondFactor", "enabled")).isEqualTo(false);

    List<String> operations =
        server
            .bean(Router.class)
            .uriRoutes()
            .map(RequiredSecondFactorIT::operation)
            .filter(operation -> operation.contains(" /api/"))
            .distinct()
            .toList();
    assertThat(operations)
        .hasSizeGreaterThan(100)
        .containsAll(LEFT)
        .contains("PUT /api/v1/me/password", "POST /api/v1/me/tokens");
    assertThat(operations)
        .filteredOn(operation -> !LEFT.contains(operation) && !isRefused(bob, operation))
        .containsExactlyInAnyOrderElementsOf(FOR_EVERYBODY);
    for (String path : List.of("/api/v1/session", "/api/v1/me", "/api/v1/me/profile", FACTOR)) {
      bob.get(path).expect(200);
    }
    assertThat(bob.get("/api/v1/me").list("permissions")).isEmpty();
    assertThat(bob.get(PROJECTS).expect(403, NEEDED).text("detail")).contains("POST " + FACTOR);

    signedIn("bob@acme.example").delete(Browser.SESSION).expect(204);
    String secret = enrol(bob);
    await().atMost(SOON).untilAsserted(() -> bob.get(PROJECTS).expect(200));
    bob.send(
            "DELETE",
            FACTOR,
            "{\"password\":\"%s\",\"code\":\"%s\"}"
                .formatted(IdentityServer.PASSWORD, nextCode(secret)))
        .expect(409, "identity.second-factor-required");
    new Browser(server)
        .signIn("bob@acme.example", IdentityServer.PASSWORD)
        .expect(401, "identity.second-factor-needed");
  }

  @Test
  void the_operators_reset_leads_to_another_enrolment() throws Exception {
    enrol(ada);
    String bobsId = member("bob@acme.example");
    enrol(signedIn("bob@acme.example"));
    require(true).expect(200);
    assertThat(ada.get("/api/v1/members/" + bobsId).at("secondFactor")).isEqualTo(true);
    server
        .delete("/api/v1/admin/users/bob@acme.example/second-factor", server.operatorToken())
        .expect(204);
    assertThat(ada.get("/api/v1/members/" + bobsId).at("secondFactor")).isEqualTo(false);
    assertThat(
            ada.get("/api/v1/members").list("items").stream()
                .map(item -> (Map<?, ?>) item)
                .map(item -> item.get("email") + " " + item.get("secondFactor")))
        .containsExactly("ada@acme.example true", "bob@acme.example false");
    Browser bob = signedIn("bob@acme.example");
    bob.get(PROJECTS).expect(403, NEEDED);
    enrol(bob);
    await().atMost(SOON).untilAsserted(() -> bob.get(PROJECTS).expect(200));
  }

  @Test
  void who_comes_by_single_sign_on_is_not_asked_for_one() throws Exception {
    enrol(ada);
    member("bob@acme.example");
    Browser bob = signedIn("bob@acme.example");
    String token = token(bob);
    Browser other = signedIn("bob@acme.example");
    server.execute(
        "update identity.session set method = 'single-sign-on' where id = '%s'"
            .formatted(sessionOf(bob)));
    require(true).expect(200);
    clock.forward(BOUND);
    await().atMost(SOON).untilAsserted(() -> other.get(PROJECTS).expect(403, NEEDED));
    bob.get(PROJECTS).expect(200);
    // The token would be as good as the password that its member has.
    server.get(PROJECTS, token).expect(403, NEEDED);
    server.execute(
        "update identity.app_user set password_hash = null where email = 'bob@acme.example'");
    clock.forward(BOUND);
    server.get(PROJECTS, token).expect(200);
  }

  private static String sessionOf(Browser browser) {
    return SessionId.parse(browser.get(Browser.SESSION).expect(200).text("id"))
        .orElseThrow()
        .value()
        .toString();
  }
}
