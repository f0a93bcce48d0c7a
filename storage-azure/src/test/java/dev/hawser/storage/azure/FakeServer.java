package dev.hawser.storage.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Plays an endpoint: answers as it is told and remembers what it was asked. */
final class FakeServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  final List<Asked> asked = new CopyOnWriteArrayList<>();

  /** A request. */
  record Asked(String method, URI uri, Map<String, List<String>> headers, String body) {
    /** The query; empty when there is none. */
    String query() {
      return uri.getQuery() == null ? "" : uri.getQuery();
    }

    String header(String name) {
      return headers.entrySet().stream()
          .filter(entry -> entry.getKey().equalsIgnoreCase(name))
          .map(entry -> entry.getValue().getFirst())
          .findFirst()
          .orElse("");
    }
  }

  /**
   * An answer.
   *
   * @param status 0 closes the connection instead
   * @param cut after so many bytes of the body the connection is closed
   */
  record Told(int status, Map<String, String> headers, String body, int cut) {
    Told(int status, Map<String, String> headers, String body) {
      this(status, headers, body, Integer.MAX_VALUE);
    }

    static Told json(int status, String body) {
      return new Told(status, Map.of("Content-Type", "application/json"), body);
    }

    static Told error(int status, String code) {
      return new Told(status, Map.of("x-ms-error-code", code, "x-ms-request-id", "r-1"), "");
    }
  }

  /** What to answer. */
  interface Script {
    Told answer(Asked asked);
  }

  FakeServer(Script script) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, script));
    server.start();
  }

  private void handle(HttpExchange exchange, Script script) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Asked request =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI(),
              exchange.getRequestHeaders(),
              new String(body, StandardCharsets.UTF_8));
      asked.add(request);
      Told told = script.answer(request);
      if (told.status == 0) {
        return; // without an answer: the connection is closed
      }
      told.headers.forEach(exchange.getResponseHeaders()::set);
      byte[] bytes = told.body.getBytes(StandardCharsets.UTF_8);
      boolean none = bytes.length == 0 || request.method.equals("HEAD");
      exchange.sendResponseHeaders(told.status, none ? -1 : bytes.length);
      if (!none) {
        exchange.getResponseBody().write(bytes, 0, Math.min(bytes.length, told.cut));
        exchange.getResponseBody().flush();
      }
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** As the endpoint of the account {@code acme}, in the form that goes with addresses. */
  URI account() {
    return URI.create(uri() + "/acme");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
