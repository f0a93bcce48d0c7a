package dev.hawser.app.internal.cli.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** People's sessions and second factors; needs the operator's token. Throws like ApiClient. */
public final class AdminApi {
  private static final String ROOT = "/api/v1/admin";

  private AdminApi() {}

  /** Where somebody is signed in. */
  public record Session(
      String id,
      String method,
      Instant createdAt,
      Instant lastSeenAt,
      String address,
      String userAgent) {
    static Session of(Fields json) {
      return new Session(
          json.text("id"),
          json.text("method"),
          json.instant("createdAt"),
          json.instant("lastSeenAt"),
          json.text("address"),
          json.textOr("userAgent", ""));
    }
  }

  /** Newest first. */
  public static List<Session> sessions(ApiClient client, String email) {
    return answer(client, email).fields().objects("items").stream().map(Session::of).toList();
  }

  /** The same as it came. */
  public static ApiAnswer answer(ApiClient client, String email) {
    return client.get(ROOT + "/sessions?email=" + encoded(email));
  }

  /** Ends all sessions of somebody, and says how many there were. */
  public static long revokeSessions(ApiClient client, String email) {
    return client.delete(ROOT + "/sessions?email=" + encoded(email)).fields().number("ended");
  }

  public static void resetSecondFactor(ApiClient client, String email) {
    client.delete(ROOT + "/users/" + encoded(email) + "/second-factor");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
