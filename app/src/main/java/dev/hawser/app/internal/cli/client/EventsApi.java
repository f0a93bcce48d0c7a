package dev.hawser.app.internal.cli.client;

import dev.hawser.app.internal.cli.client.ApiClient.Payload;
import dev.hawser.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The app events of a project. Throws like {@link ApiClient}. */
public final class EventsApi {
  private static final int NOT_FOUND = 404;
  private final ApiClient client;
  private final String root;

  EventsApi(ApiClient client, String root) {
    this.client = client;
    this.root = root + "/events";
  }

  /**
   * An app event as the API shows it.
   *
   * @param example null in a list
   * @param json as it came
   */
  public record EventView(
      String name,
      long revision,
      @Nullable String description,
      @Nullable Object example,
      Map<?, ?> json) {
    private static EventView of(Fields json) {
      return new EventView(
          json.text("name"),
          json.number("revision"),
          json.optionalText("description"),
          json.value("example"),
          json.json());
    }
  }

  /** A workflow that names an event. */
  public record User(String name, boolean deployed) {}

  /** By name. */
  public List<EventView> list() {
    List<EventView> all = new ArrayList<>();
    String cursor = null;
    do {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("limit", "200");
      if (cursor != null) {
        parameters.put("cursor", cursor);
      }
      Fields page = client.get(root + ProjectApi.query(parameters)).fields();
      page.objects("items").forEach(json -> all.add(EventView.of(json)));
      cursor = page.optionalText("nextCursor");
    } while (cursor != null);
    return all;
  }

  public Optional<EventView> find(String name) {
    try {
      return Optional.of(get(name));
    } catch (ApiError e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  public EventView get(String name) {
    return EventView.of(client.get(path(name)).fields());
  }

  /** The first workflows whose draft or deployed version names the event. */
  public List<User> users(String name) {
    return client.get(path(name) + "/workflows").fields().objects("items").stream()
        .map(json -> new User(json.text("name"), json.isTrue("deployed")))
        .toList();
  }

  public EventView put(String name, Map<String, @Nullable Object> event) {
    return EventView.of(client.put(path(name), Payload.json(Json.write(event)), null).fields());
  }

  public void delete(String name, boolean force) {
    client.delete(path(name) + (force ? "?force=true" : ""));
  }

  private String path(String name) {
    return root + "/" + ProjectApi.encoded(name);
  }
}
