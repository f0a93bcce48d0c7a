package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at a page of the console: keeps the cookie and sends the token against forgery along.
 */
final class Browser {
  static final String SESSION = "/api/v1/session";
  private final IdentityServer server;
  private final Map<String, String> headers = new HashMap<>();
  private @Nullable String cookie;
  private @Nullable String csrf;

  Browser(IdentityServer server) {
    this.server = server;
  }

  /** The same person at another replica. */
  Browser at(IdentityServer other) {
    Browser same = new Browser(other);
    same.cookie = cookie;
    same.csrf = csrf;
    return same;
  }

  /** A header that all its requests have. */
  Browser with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  Browser without(String name) {
    headers.remove(name);
    return this;
  }

  /** Signed in as the administrator of the setup. */
  static Browser ofAda(IdentityServer server) {
    Browser browser = new Browser(server);
    browser.signIn("ada@acme.example", IdentityServer.PASSWORD).expect(201);
    return browser;
  }

  Answer signIn(String email, String password) {
    return signIn(Map.of("email", email, "password", password));
  }

  Answer signIn(String email, String password, String code) {
    return signIn(Map.of("email", email, "password", password, "code", code));
  }

  private Answer signIn(Map<String, String> credentials) {
    Answer answer = send("POST", SESSION, new String(Json.write(credentials), UTF_8));
    if (answer.status() == 201) {
      cookie = setCookie(answer).split(";", 2)[0];
      csrf = answer.text("csrfToken");
    }
    return answer;
  }

  static String setCookie(Answer answer) {
    List<String> all = answer.http().headers().allValues("Set-Cookie");
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  /** The name of the cookie and its value. */
  String cookie() {
    return requireNonNull(cookie);
  }

  String csrf() {
    return requireNonNull(csrf);
  }

  /** The secret in the cookie. */
  String token() {
    return cookie().substring(cookie().indexOf('=') + 1);
  }

  Browser withCookie(@Nullable String other) {
    cookie = other;
    return this;
  }

  Browser withCsrf(@Nullable String other) {
    csrf = other;
    return this;
  }

  Answer get(String path) {
    return send("GET", path, null);
  }

  Answer post(String path, String body) {
    return send("POST", path, body);
  }

  Answer put(String path, String body) {
    return send("PUT", path, body);
  }

  Answer delete(String path) {
    return send("DELETE", path, null);
  }

  Answer send(String method, String path, @Nullable String body) {
    Map<String, String> all = new HashMap<>(headers);
    if (cookie != null) {
      all.put("Cookie", cookie);
    }
    if (csrf != null && !method.equals("GET")) {
      all.put("X-CSRF-Token", csrf);
    }
    return server.send(method, path, null, body, all);
  }
}
