package dev.hawser.app.internal.cli.client;

import dev.hawser.app.internal.cli.client.ApiClient.Payload;
import dev.hawser.core.config.Secret;
import dev.hawser.core.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /** All of them, by name. */
  public List<ProjectApi.Item<SecretView>> list() {
    List<ProjectApi.Item<SecretView>> all = new ArrayList<>();
    String cursor = null;
    do {
      Fields page = page(cursor);
      page.objects("items")
          .forEach(json -> all.add(new ProjectApi.Item<>(SecretView.of(json), json.json())));
      cursor = page.optionalText("nextCursor");
    } while (cursor != null);
    return all;
  }

  public void set(String name, Secret value) {
    byte[] body = Json.write(Map.of("value", value.reveal()));
    client.put(root + "/" + encoded(name), Payload.json(body), null);
  }

  public void delete(String name) {
    client.delete(root + "/" + encoded(name));
  }

  private Fields page(@Nullable String cursor) {
    String query = cursor == null ? "?limit=200" : "?limit=200&cursor=" + encoded(cursor);
    return client.get(root + query).fields();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
