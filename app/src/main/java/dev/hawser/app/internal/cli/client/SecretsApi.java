package dev.hawser.app.internal.cli.client;

import dev.hawser.app.internal.cli.client.ApiClient.Payload;
import dev.hawser.core.config.Secret;
import dev.hawser.core.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The environment secrets of the project. Throws like {@link ApiClient}. */
public final class SecretsApi {
  private final ApiClient client;
  private final String root;

  private SecretsApi(ApiClient client, String root) {
    this.client = client;
    this.root = root;
  }

  public static SecretsApi of(ApiClient client, ProjectApi project) {
    return new SecretsApi(client, "/api/v1/projects/" + encoded(project.project()) + "/secrets");
  }

  public void set(String name, Secret value) {
    byte[] body = Json.write(Map.of("value", value.reveal()));
    client.put(root + "/" + encoded(name), Payload.json(body), null);
  }

  public void delete(String name) {
    client.delete(root + "/" + encoded(name));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
