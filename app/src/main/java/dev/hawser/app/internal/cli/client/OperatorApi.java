package dev.hawser.app.internal.cli.client;

import dev.hawser.app.internal.cli.client.ApiClient.Payload;
import dev.hawser.core.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the operator does about accounts and mails. Throws like {@link ApiClient}. */
public final class OperatorApi {
  private static final String ROOT = "/api/v1/operator";

  private OperatorApi() {}

  /**
   * An administrator that was made.
   *
   * @param url where the person sets the password
   */
  public record Administrator(String organization, String url, boolean existed) {
    @Override
    public String toString() {
      return "Administrator[" + organization + "]"; // the link stays out of logs
    }
  }

  public static Administrator makeAdministrator(
      ApiClient client, String email, @Nullable String organization) {
    Map<String, Object> body = new HashMap<>(Map.of("email", email));
    if (organization != null) {
      body.put("organization", organization);
    }
    Fields json =
        client.postOnce(ROOT + "/administrators", Payload.json(Json.write(body))).fields();
    return new Administrator(json.text("organization"), json.text("url"), json.isTrue("existed"));
  }

  /** Gives the link that sets another password of a user. */
  public static String resetPassword(ApiClient client, String email) {
    byte[] body = Json.write(Map.of("email", email));
    return client.postOnce(ROOT + "/password-resets", Payload.json(body)).fields().text("url");
  }

  public static void sendTestMail(ApiClient client, String to) {
    client.postOnce(ROOT + "/mail-tests", Payload.json(Json.write(Map.of("to", to))));
  }

  /** Ends the enforcing of single sign-on, and says in which organization. */
  public static String releaseSingleSignOn(ApiClient client, @Nullable String organization) {
    String query =
        organization == null
            ? ""
            : "?organization=" + URLEncoder.encode(organization, StandardCharsets.UTF_8);
    return client
        .delete(ROOT + "/single-sign-on/enforcement" + query)
        .fields()
        .text("organization");
  }
}
