package dev.hawser.systemtest.harness;

import dev.hawser.core.json.Json;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server answered. */
public record Answer(int status, HttpHeaders headers, byte[] body) {

  /** The body, which must be a JSON object. */
  public Map<?, ?> json() {
    try {
      return (Map<?, ?>) Json.read(body);
    } catch (Json.MalformedException | ClassCastException e) {
      throw new AssertionError("Not a JSON object: " + this, e);
    }
  }

  /** What is at this path in the JSON body; numbers name places in lists; null when nothing is. */
  public @Nullable Object at(String... path) {
    return find(json(), path);
  }

  /** The text at this path, which must be there. */
  public String text(String... path) {
    if (at(path) instanceof String text) {
      return text;
    }
    throw new AssertionError("No text at " + List.of(path) + " in " + this);
  }

  /** The list of objects at this path, which must be there. */
  public List<Map<?, ?>> objects(String... path) {
    if (at(path) instanceof List<?> list) {
      return list.stream().<Map<?, ?>>map(item -> (Map<?, ?>) item).toList();
    }
    throw new AssertionError("No list at " + List.of(path) + " in " + this);
  }

  public String contentType() {
    return headers.firstValue("content-type").orElse("");
  }

  public static @Nullable Object find(@Nullable Object json, String... path) {
    Object value = json;
    for (String name : path) {
      value =
          switch (value) {
            case Map<?, ?> map -> map.get(name);
            case List<?> list when Integer.parseInt(name) < list.size() ->
                list.get(Integer.parseInt(name));
            case null, default -> null;
          };
    }
    return value;
  }

  @Override
  public String toString() {
    return status + " " + new String(body, StandardCharsets.UTF_8);
  }
}
