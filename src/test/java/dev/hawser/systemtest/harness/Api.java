package dev.hawser.systemtest.harness;

import dev.hawser.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests.
 *
 * @param server where to
 * @param key API key, null for none
 */
public record Api(URI server, @Nullable String key) {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  public Api withKey(@Nullable String other) {
    return new Api(server, other);
  }

  public Answer get(String path) {
    return send("GET", path, BodyPublishers.noBody(), Map.of());
  }

  public Answer delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody(), Map.of());
  }

  public Answer post(String path) {
    return send("POST", path, BodyPublishers.noBody(), Map.of());
  }

  /** Sends a JSON value. */
  public Answer post(String path, Map<String, ?> json) {
    return post(path, Json.write(json), "application/json");
  }

  public Answer post(String path, String body, String contentType) {
    return post(path, body.getBytes(StandardCharsets.UTF_8), contentType);
  }

  public Answer post(String path, byte[] body, String contentType) {
    return send(
        "POST", path, BodyPublishers.ofByteArray(body), Map.of("Content-Type", contentType));
  }

  /** The status of the answer, 0 when there is none. */
  public int status(String path) {
    try {
      return get(path).status();
    } catch (UncheckedIOException e) {
      return 0;
    }
  }

  public Answer send(String method, String path, BodyPublisher body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path)).timeout(LIMIT).method(method, body);
    headers.forEach(request::header);
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    try {
      HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
