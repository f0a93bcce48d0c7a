package dev.hawser.app.internal.cli.client;

import dev.hawser.app.internal.cli.client.ApiClient.Payload;
import dev.hawser.core.config.Secret;
import dev.hawser.core.json.Json;
import java.util.Map;

/** Makes the first administrator; needs no key. Throws like {@link ApiClient}. */
public final class SetupApi {
  private SetupApi() {}

  /**
   * What exists after setup.
   *
   * @param apiKey told this once
   * @param answer as the API gave it
   */
  public record Done(
      String organization, String project, String email, Secret apiKey, ApiAnswer answer) {}

  /**
   * @param fields of the API's setup request; those without a value left out
   */
  public static Done complete(ApiClient client, Map<String, String> fields) {
    ApiAnswer answer = client.post("/api/v1/setup", Payload.json(Json.write(fields)));
    Fields json = answer.fields();
    return new Done(
        json.object("organization").text("name"),
        json.object("project").text("name"),
        json.object("user").text("email"),
        new Secret(json.object("apiKey").text("key")),
        answer);
  }
}
