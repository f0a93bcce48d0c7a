package dev.hawser.systemtest.harness;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;

/** A person who is signed in. */
public record Member(Api api, String cookie, String csrfToken) {
  /** Signs in. */
  public static Member signIn(Api anonymous, String email, String password) {
    Answer answer = anonymous.post("/api/v1/session", Map.of("email", email, "password", password));
    if (answer.status() != 201) {
      throw new AssertionError(email + " cannot sign in: " + answer);
    }
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    return new Member(anonymous, cookie, answer.text("csrfToken"));
  }

  /** Sends a request with the cookie and what guards it against other sites. */
  public Answer send(String method, String path, String body, Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Cookie", cookie);
    all.put("X-CSRF-Token", csrfToken);
    return api.send(method, path, BodyPublishers.ofString(body), all);
  }
}
