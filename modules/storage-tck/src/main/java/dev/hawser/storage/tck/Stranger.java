package dev.hawser.storage.tck;

import dev.hawser.storage.SignedRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sends signed requests with any HTTP client, without credentials of its own. */
final class Stranger {
  /** The client adds these by itself and lets nobody else do it. */
  private static final Set<String> OF_CLIENT = Set.of("host", "content-length");

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /** What came back. */
  record Answer(HttpResponse<byte[]> raw) {
    int status() {
      return raw.statusCode();
    }

    byte[] body() {
      return raw.body();
    }

    String contentType() {
      return header("content-type").orElse("");
    }

    Optional<String> header(String name) {
      return raw.headers().firstValue(name);
    }
  }

  Answer get(SignedRequest request) throws IOException, InterruptedException {
    return get(request, Map.of());
  }

  Answer get(SignedRequest request, Map<String, String> more)
      throws IOException, InterruptedException {
    return send(request, request.headers(), more, BodyPublishers.noBody());
  }

  Answer put(SignedRequest request, byte[] bytes) throws IOException, InterruptedException {
    return send(request, request.headers(), Map.of(), BodyPublishers.ofByteArray(bytes));
  }

  /** With another value in all headers that have this one. */
  Answer put(SignedRequest request, byte[] bytes, String value, String other)
      throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>(request.headers());
    headers.replaceAll((name, old) -> old.equals(value) ? other : old);
    return send(request, headers, Map.of(), BodyPublishers.ofByteArray(bytes));
  }

  private static Answer send(
      SignedRequest request,
      Map<String, String> headers,
      Map<String, String> more,
      BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.url())
            .timeout(Duration.ofSeconds(30))
            .method(request.method(), body);
    headers.forEach(
        (name, value) -> {
          if (!OF_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            builder.header(name, value);
          }
        });
    more.forEach(builder::header);
    return new Answer(CLIENT.send(builder.build(), BodyHandlers.ofByteArray()));
  }
}
