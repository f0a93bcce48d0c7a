package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What another site makes a browser send changes nothing. */
class CsrfIT {
  private static final String BODY = "{\"value\":\"hunter22\"}";
  private static IdentityServer server;
  private static String key;
  private static String secret;

  @BeforeAll
  static void start() {
    server = IdentityServer.start(Map.of("hawser.public-url", "https://hawser.example.com"));
    Answer made = server.setUp(server.openSetup()).expect(201);
    key = made.text("apiKey", "key");
    secret = "/api/v1/projects/" + made.text("project", "id") + "/secrets/A";
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void behind_tls_browsers_are_told_never_to_come_without() {
    for (String path : List.of("/api/v1/me", "/nowhere", "/hooks/x/y")) {
      assertThat(server.get(path, null).http().headers().allValues("Strict-Transport-Security"))
          .as(path)
          .containsExactly("max-age=31536000");
    }
  }

  @Test
  void a_change_needs_the_token_of_this_very_session() {
    Browser ada = Browser.ofAda(server);
    Browser other = Browser.ofAda(server);
    String own = ada.csrf();
    ada.withCsrf(null).put(secret, BODY).expect(403, "identity.csrf");
    ada.withCsrf(other.csrf()).put(secret, BODY).expect(403, "identity.csrf");
    ada.withCsrf("").put(secret, BODY).expect(403, "identity.csrf");
    ada.withCsrf(own + "x").delete(secret).expect(403, "identity.csrf");
    ada.withCsrf(null).delete(Browser.SESSION).expect(403, "identity.csrf");
    ada.withCsrf(own).get(secret).expect(404);
    ada.put(secret, BODY).expect(201);
    ada.withCsrf(null).get(secret).expect(200);
    ada.withCsrf(own).delete(secret).expect(204);
  }

  @Test
  void a_change_from_another_site_is_refused_even_with_the_token() {
    Browser ada = Browser.ofAda(server);
    for (String origin :
        List.of(
            "https://evil.example",
            "http://hawser.example.com",
            "https://hawser.example.com.evil.example",
            "https://hawser.example.com:8443",
            "https://evil.example#hawser.example.com",
            "null",
            "",
            "nonsense")) {
      ada.with("Origin", origin).put(secret, BODY).expect(403, "identity.csrf");
    }
    ada.without("Origin");
    for (String site : List.of("cross-site", "same-site", "x")) {
      ada.with("Sec-Fetch-Site", site).put(secret, BODY).expect(403, "identity.csrf");
    }
    ada.with("Sec-Fetch-Site", "same-origin").with("Origin", "https://hawser.example.com");
    ada.put(secret, BODY).expect(201);
    ada.with("Origin", "https://HAWSER.example.com:443").delete(secret).expect(204);
  }

  @Test
  void nobody_is_signed_in_by_another_site() {
    String password = IdentityServer.PASSWORD;
    Browser page = new Browser(server).with("Origin", "https://evil.example");
    page.signIn("ada@acme.example", password).expect(403, "identity.csrf");
    page.without("Origin").with("Sec-Fetch-Site", "cross-site");
    page.signIn("ada@acme.example", password).expect(403, "identity.csrf");
    page.with("Sec-Fetch-Site", "same-origin").with("Origin", "https://hawser.example.com");
    page.signIn("ada@acme.example", password).expect(201);
  }

  @Test
  void a_request_with_a_key_is_not_signed_in_by_its_cookie() {
    Browser ada = Browser.ofAda(server);
    Map<String, String> cookie = Map.of("Cookie", ada.cookie());
    server.send("PUT", secret, key, BODY, cookie).expect(201);
    server.send("DELETE", secret, key, null, cookie).expect(204);
    server.send("GET", secret, "hwk_wrong", null, cookie).expect(401);
    server.send("GET", Browser.SESSION, "Basic YTpi", null, cookie).expect(401);
    server.send("GET", Browser.SESSION, key, null, cookie).expect(403, "identity.session-needed");
  }

  @Test
  void behind_tls_the_cookie_is_one_that_nobody_else_can_plant() {
    Browser ada = new Browser(server);
    Answer opened = ada.signIn("ada@acme.example", IdentityServer.PASSWORD).expect(201);
    assertThat(Browser.setCookie(opened))
        .startsWith("__Host-hawser_session=")
        .contains("; Secure", "; Path=/", "; HTTPOnly", "; SameSite=Lax")
        .doesNotContain("Domain");
    new Browser(server)
        .withCookie("hawser_session=" + ada.token())
        .get(Browser.SESSION)
        .expect(401, "core.unauthenticated");
    assertThat(Browser.setCookie(ada.delete(Browser.SESSION).expect(204)))
        .startsWith("__Host-hawser_session=;")
        .contains("; Secure");
  }
}
