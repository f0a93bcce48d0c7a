package dev.hawser.tasks.internal.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A real server that takes files and gives some; it remembers the hash of each that it got. */
final class FileServer implements AutoCloseable {
  private static final byte[] JSON = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
  private final HttpServer server;
  final List<String> hashes = new CopyOnWriteArrayList<>();

  FileServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            handle(exchange);
          }
        });
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  static String sha(String text) {
    return sha(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/");
    byte[] body = exchange.getRequestBody().readAllBytes();
    switch (path[1]) {
      case "up" -> {
        hashes.add(sha(body));
        send(exchange, 200, "application/json", Json.write(facts(exchange, body)));
      }
      case "flaky" -> {
        hashes.add(sha(body));
        send(exchange, hashes.size() == 1 ? 503 : 200, "application/json", JSON);
      }
      case "multipart" -> send(exchange, 200, "text/plain", body);
      case "json" -> send(exchange, 200, "application/json; charset=utf-8", JSON);
      case "error" -> send(exchange, 500, "application/json", JSON);
      case "empty" -> send(exchange, 200, "image/png", new byte[0]);
      case "text" -> send(exchange, 200, "text/plain", "hello".getBytes(StandardCharsets.UTF_8));
      case "latin" -> send(exchange, 200, "text/plain", new byte[] {(byte) 0xE9});
      case "named" -> {
        exchange
            .getResponseHeaders()
            .set("Content-Disposition", "attachment; filename*=UTF-8''%e2%82%ac%20rates.txt");
        send(exchange, 200, "image/png", JSON);
      }
      case "bytes" -> send(exchange, 200, "image/png", new byte[Integer.parseInt(path[2])]);
      case "chunked" -> {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(new byte[Integer.parseInt(path[2])]);
      }
      case "broken" -> {
        exchange.sendResponseHeaders(200, 1_000);
        exchange.getResponseBody().write(new byte[500]);
        exchange.getResponseBody().flush();
      }
      default -> throw new IOException("no such path");
    }
  }

  private static Map<String, Object> facts(HttpExchange exchange, byte[] body) {
    var headers = exchange.getRequestHeaders();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("length", headers.getFirst("Content-Length"));
    facts.put("type", headers.getFirst("Content-Type"));
    facts.put("sha", sha(body));
    facts.put("key", headers.containsKey("Idempotency-Key"));
    return facts;
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
