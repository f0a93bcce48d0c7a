package dev.hawser.app.internal.cli.client;

import dev.hawser.app.internal.failure.OperatorError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one server. Every POST carries an {@code Idempotency-Key}, so that it can be
 * sent once more when the connection breaks before the answer: the server does the work once.
 */
public final class ApiClient implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
  private static final Duration TRANSFER_LIMIT = Duration.ofHours(6);
  private static final int LARGEST_PROBLEM = 1 << 20;
  private static final int OK = 200;
  private static final int MAX_WAITS = 10;
  private static final int FOUND = 302;
  private static final long LARGEST_ANSWER = 256L << 20;
  private static final int BUFFER = 64 << 10;
  private static final String JSON = "application/json";

  private final Connection connection;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_LIMIT)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  public ApiClient(Connection connection) {
    this.connection = connection;
  }

  public Connection connection() {
    return connection;
  }

  /** What is sent along; the content type only matters when there are bytes. */
  public record Payload(String contentType, byte[] bytes) {
    static final Payload NONE = new Payload(JSON, new byte[0]);

    static Payload json(byte[] bytes) {
      return new Payload(JSON, bytes);
    }
  }

  /**
   * Reads something.
   *
   * @throws ApiError when the server refuses
   * @throws OperatorError when there is no server, or the connection breaks
   */
  public ApiAnswer get(String path) {
    return send(request(path).GET(), true);
  }

  /**
   * Reads something of any size, as it comes. Throws like {@link #get}.
   *
   * @throws IOException when it cannot be written
   */
  public void download(String path, OutputStream out) throws IOException {
    HttpRequest request = request(path).GET().build();
    try (InputStream body = open(request)) {
      byte[] buffer = new byte[BUFFER];
      for (int got = read(body, buffer); got >= 0; got = read(body, buffer)) {
        out.write(buffer, 0, got);
      }
    }
  }

  private InputStream open(HttpRequest request) {
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() / 100 == 2) {
        return response.body();
      }
      try (InputStream body = response.body()) {
        throw ApiError.of(response.statusCode(), body.readNBytes(LARGEST_PROBLEM));
      }
    } catch (ConnectException e) {
      throw unreachable(e);
    } catch (IOException e) {
      throw broken("closed the connection without an answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
  }

  private int read(InputStream body, byte[] buffer) {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw broken("broke off in the middle", e);
    }
  }

  /** Does something once, even when it has to be sent twice. Throws like {@link #get}. */
  public ApiAnswer post(String path, Payload payload) {
    HttpRequest.Builder request =
        request(path).header("Idempotency-Key", UUID.randomUUID().toString());
    return send(withBody(request, "POST", payload), true);
  }

  /**
   * Does something that the server would do twice if it came twice: when the connection breaks, it
   * is for the caller to look whether it was done. Throws like {@link #get}.
   */
  public ApiAnswer postOnce(String path, Payload payload) {
    return send(withBody(request(path), "POST", payload), false);
  }

  /** Like {@link #post}, if something still is what {@code etag} says. */
  public ApiAnswer postIf(String path, Payload payload, String etag) {
    HttpRequest.Builder request =
        request(path)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("If-Match", etag);
    return send(withBody(request, "POST", payload), true);
  }

  /** Replaces something if it still is what {@code etag} says. Throws like {@link #get}. */
  public ApiAnswer put(String path, Payload payload, @Nullable String etag) {
    HttpRequest.Builder request = request(path);
    if (etag != null) {
      request.header("If-Match", etag);
    }
    return send(withBody(request, "PUT", payload), false);
  }

  /** Changes some of something. Throws like {@link #get}. */
  public ApiAnswer patch(String path, Payload payload) {
    return send(withBody(request(path), "PATCH", payload), false);
  }

  /** Deletes something. Throws like {@link #get}. */
  public ApiAnswer delete(String path) {
    return send(request(path).DELETE(), false);
  }

  /** Does something once with files that are read while they are sent. Throws like {@link #get}. */
  public ApiAnswer upload(String path, FileUpload upload) {
    try {
      FileUpload.Body body = upload.body();
      return send(
          request(path)
              .timeout(TRANSFER_LIMIT)
              .header("Idempotency-Key", UUID.randomUUID().toString())
              .header("Content-Type", body.contentType())
              .POST(body.bytes()),
          true);
    } catch (FileNotFoundException e) {
      throw new OperatorError("A file cannot be read: " + e.getMessage(), "Check its rights.", e);
    }
  }

  /**
   * Downloads something to a file that is not there yet; it appears when it is complete. Where the
   * server sends us to its store, the API key is not sent along. Throws like {@link #get}.
   *
   * @return the size in bytes
   */
  public long download(String path, Path target) {
    try {
      HttpResponse<InputStream> response = open(request(path).timeout(TRANSFER_LIMIT).GET());
      Optional<String> elsewhere = response.headers().firstValue("location");
      if (response.statusCode() == FOUND && elsewhere.isPresent()) {
        response.body().close();
        response = open(HttpRequest.newBuilder(URI.create(elsewhere.get())).GET());
      }
      try (InputStream in = response.body()) {
        if (response.statusCode() != OK) {
          throw ApiError.of(response.statusCode(), in.readNBytes(LARGEST_PROBLEM));
        }
        return Downloads.save(in, target);
      }
    } catch (ConnectException e) {
      throw unreachable(e);
    } catch (HttpTimeoutException e) {
      throw broken("did not answer in time", e);
    } catch (IOException e) {
      throw new OperatorError(
          "The file was not downloaded: " + e, "Check the path and the disk, and try again.", e);
    }
  }

  private HttpResponse<InputStream> open(HttpRequest.Builder request) throws IOException {
    return interruptible(() -> http.send(request.build(), BodyHandlers.ofInputStream()));
  }

  private interface Exchange<T> {
    HttpResponse<T> run() throws IOException, InterruptedException;
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(connection.url() + path))
            .timeout(ANSWER_LIMIT)
            .header("Accept", JSON + ", application/problem+json");
    connection.apiKey().ifPresent(key -> request.header("Authorization", "Bearer " + key.reveal()));
    return request;
  }

  private static HttpRequest.Builder withBody(
      HttpRequest.Builder request, String method, Payload payload) {
    if (payload.bytes().length == 0) {
      return request.method(method, BodyPublishers.noBody());
    }
    return request
        .header("Content-Type", payload.contentType())
        .method(method, BodyPublishers.ofByteArray(payload.bytes()));
  }

  private ApiAnswer send(HttpRequest.Builder builder, boolean repeatable) {
    HttpRequest request = builder.build();
    try {
      return answer(exchange(request));
    } catch (ConnectException e) {
      throw unreachable(e);
    } catch (HttpTimeoutException e) {
      throw broken("did not answer in time", e);
    } catch (IOException e) {
      if (!repeatable) {
        throw broken("closed the connection without an answer", e);
      }
      return repeat(request);
    }
  }

  private ApiAnswer repeat(HttpRequest request) {
    try {
      return answer(exchange(request));
    } catch (ConnectException e) {
      throw unreachable(e);
    } catch (IOException e) {
      throw broken("closed the connection, and did not answer the repetition either", e);
    }
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
    var bytes = BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER);
    return interruptible(
        () -> {
          HttpResponse<byte[]> response = http.send(request, bytes);
          for (int waits = 0; waits < MAX_WAITS && RateLimitPause.after(response); waits++) {
            response = http.send(request, bytes);
          }
          return response;
        });
  }

  private <T> HttpResponse<T> interruptible(Exchange<T> exchange) throws IOException {
    try {
      return exchange.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
  }

  private OperatorError interrupted(InterruptedException e) {
    return new OperatorError(
        "Interrupted while waiting for " + connection.url(),
        "Whether the request was carried out is not known.",
        e);
  }

  private static ApiAnswer answer(HttpResponse<byte[]> response) {
    if (response.statusCode() / 100 != 2) {
      throw ApiError.of(response.statusCode(), response.body());
    }
    return new ApiAnswer(response.body(), response.headers().firstValue("etag"));
  }

  private OperatorError unreachable(IOException e) {
    return new OperatorError(
        "No Hawser server answers at " + connection.url(),
        "Start one with \"hawser start\", or say where yours is with HAWSER_URL or --url.",
        e);
  }

  private OperatorError broken(String what, IOException e) {
    return new OperatorError(
        "The server at " + connection.url() + " " + what,
        "Look at the server's log, then check what was done before you repeat the command.",
        e);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
