package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing in, being signed in, and signing out. */
class SessionIT {
  private static final String SESSION = Browser.SESSION;
  private static final Duration SOON = Duration.ofSeconds(3);
  private static IdentityServer server;
  private static String key;
  private static String secrets;
  private static OrganizationId organization;

  @BeforeAll
  static void start() {
    server = IdentityServer.start();
    Answer made = server.setUp(server.openSetup()).expect(201);
    key = made.text("apiKey", "key");
    secrets = "/api/v1/projects/" + made.text("project", "id") + "/secrets";
    organization = OrganizationId.parse(made.text("organization", "id")).orElseThrow();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void an_installation_without_tls_does_not_claim_to_have_it() {
    assertThat(server.get(SESSION, null).http().headers().firstValue("Strict-Transport-Security"))
        .isEmpty();
  }

  @Test
  void a_person_signs_in_works_and_signs_out() {
    Browser ada = new Browser(server);
    Answer opened = ada.signIn("Ada@ACME.example", IdentityServer.PASSWORD).expect(201);
    assertThat(Browser.setCookie(opened))
        .startsWith("hawser_session=")
        .contains("HTTPOnly", "SameSite=Lax", "Path=/")
        .doesNotContain("Secure")
        .doesNotContain("Domain");
    assertThat(opened.text("id")).startsWith("ses_");
    assertThat(opened.text("user", "email")).isEqualTo("ada@acme.example");
    assertThat(opened.text("user", "firstName")).isEqualTo("Ada");
    assertThat(opened.text("organization", "name")).isEqualTo("Acme");
    assertThat(opened.text("role")).isEqualTo("admin");
    assertThat(opened.list("permissions"))
        .isEqualTo(Arrays.stream(Permission.values()).map(Permission::id).sorted().toList());
    Answer shown = ada.get(SESSION).expect(200);
    assertThat(shown.text("csrfToken")).isEqualTo(opened.text("csrfToken"));
    assertThat(shown.text("id")).isEqualTo(opened.text("id"));
    assertThat(ada.get("/api/v1/me").expect(200).text("subject"))
        .isEqualTo(opened.text("user", "id"));
    ada.put(secrets + "/A", "{\"value\":\"hunter22\"}").expect(201);
    ada.get(secrets + "/A").expect(200);

    Answer closed = ada.delete(SESSION).expect(204);
    assertThat(Browser.setCookie(closed)).startsWith("hawser_session=;").contains("Max-Age=0");
    ada.get(SESSION).expect(401, "identity.session-ended");
    ada.get(secrets + "/A").expect(401, "identity.session-ended");
  }

  @Test
  void nobody_is_signed_in_without_a_cookie_and_a_key_is_no_person() {
    Browser stranger = new Browser(server);
    stranger.get(SESSION).expect(401, "core.unauthenticated");
    stranger.delete(SESSION).expect(401, "core.unauthenticated");
    server.get(SESSION, key).expect(403, "identity.session-needed");
    server.delete(SESSION, key).expect(403, "identity.session-needed");
    server.get(SESSION, server.operatorToken()).expect(403, "identity.session-needed");
  }

  @Test
  void a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    Answer wrong = new Browser(server).signIn("ada@acme.example", "wrong-password-1");
    Answer unknown = new Browser(server).signIn("eve@acme.example", "wrong-password-1");
    assertThat(wrong.expect(401, "identity.credentials-wrong").text("detail"))
        .isEqualTo(unknown.expect(401, "identity.credentials-wrong").text("detail"));
    assertThat(wrong.http().headers().allValues("Set-Cookie")).isEmpty();
    Browser.ofAda(server);
  }

  @Test
  void everything_that_is_wrong_with_a_request_is_said_at_once() {
    Answer answer =
        server.post(SESSION, null, "{\"email\":\"x\",\"code\":7,\"remember\":true}").expect(422);
    assertThat(answer.list("problems"))
        .extracting(problem -> ((Map<?, ?>) problem).get("pointer"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .containsExactlyInAnyOrder("/email", "/password", "/code", "/remember");
    for (String body : List.of("", "[]", "{", "null")) {
      assertThat(server.post(SESSION, null, body).status()).as(body).isBetween(400, 422);
    }
    server.send("POST", SESSION, null, "email=a", Map.of("Content-Type", "text/plain")).expect(415);
  }

  @Test
  void a_cookie_that_we_have_not_given_signs_nobody_in() {
    Browser ada = Browser.ofAda(server);
    String token = ada.token();
    for (String forged :
        List.of(
            WrongSecrets.like(token),
            token.substring(1),
            token + "0",
            "x",
            "",
            "0".repeat(52),
            "a".repeat(5000))) {
      Browser eve = new Browser(server).withCookie("hawser_session=" + forged);
      eve.get(SESSION).expect(401);
    }
    ada.get(SESSION).expect(200);
  }

  @Test
  void a_session_that_was_there_before_is_never_continued() {
    Browser eve = Browser.ofAda(server);
    Browser victim = new Browser(server).withCookie(eve.cookie());
    victim.signIn("ada@acme.example", IdentityServer.PASSWORD).expect(201);
    assertThat(victim.cookie()).isNotEqualTo(eve.cookie());
    String planted = "hawser_session=" + "7".repeat(52);
    Browser fixed = new Browser(server).withCookie(planted);
    fixed.signIn("ada@acme.example", IdentityServer.PASSWORD).expect(201);
    assertThat(fixed.cookie()).isNotEqualTo(planted);
    new Browser(server).withCookie(planted).get(SESSION).expect(401, "identity.session-ended");
  }

  @Test
  void a_session_ends_on_all_replicas_in_time() {
    try (IdentityServer other = server.sibling()) {
      Browser ada = Browser.ofAda(server);
      ada.at(other).get(SESSION).expect(200);
      ada.delete(SESSION).expect(204);
      ada.get(SESSION).expect(401);
      await().atMost(SOON).untilAsserted(() -> ada.at(other).get(SESSION).expect(401));
    }
  }

  @Test
  void a_change_of_role_counts_in_time() throws Exception {
    String id = TestMembers.add(server, organization, Role.ADMIN).toString();
    server.execute(
        "update identity.app_user set email = 'bob@acme.example', password_hash ="
            + " (select password_hash from identity.app_user where email = 'ada@acme.example')"
            + " where email = '%s@members.example'".formatted(id));
    Browser bob = new Browser(server);
    bob.signIn("bob@acme.example", IdentityServer.PASSWORD).expect(201);
    bob.put(secrets + "/B", "{\"value\":\"hunter22\"}").expect(201);
    server.execute("update identity.app_user set role = 'viewer' where email = 'bob@acme.example'");
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> bob.put(secrets + "/B", "{\"value\":\"x\"}").expect(403, "core.access-denied"));
    server.execute("delete from identity.app_user where email = 'bob@acme.example'");
    await().atMost(SOON).untilAsserted(() -> bob.get(SESSION).expect(401));
  }
}
