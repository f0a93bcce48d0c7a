package dev.hawser.app.internal.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.app.internal.cli.FakeProject.Answer;
import dev.hawser.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A {@link FakeProject} on a real port. Checks the key, knows idempotency keys, can lose answers
 * and be restarted.
 */
final class FakeApi implements AutoCloseable {
  static final String KEY = "hwk_test";

  /** Of a member, who may see several projects. */
  static final String TOKEN = "hwp_test";

  final List<String> requests = new ArrayList<>();
  final FakeProject project = new FakeProject();
  private final Map<String, Answer> byIdempotencyKey = new HashMap<>();
  private @Nullable String losing;
  private int tooMany;
  private HttpServer server;

  FakeApi() throws IOException {
    server = start(0);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Ends the server for a while, as a restart does. */
  void stop() {
    server.stop(0);
  }

  void restart() throws IOException {
    server = start(server.getAddress().getPort());
  }

  @Override
  public void close() {
    stop();
  }

  synchronized void execution(String id, String status, String acceptedAt) {
    project.execution(id, status, acceptedAt);
  }

  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  private HttpServer start(int port) throws IOException {
    HttpServer made =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    made.createContext("/", this::handle);
    made.start();
    return made;
  }

  private void handle(HttpExchange exchange) throws IOException {
    if (plays(exchange)) {
      exchange.close();
      return;
    }
    Answer answer;
    try (InputStream in = exchange.getRequestBody()) {
      String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      answer = answer(exchange, body);
    }
    if (loses(exchange)) {
      exchange.close();
      return;
    }
    byte[] bytes = answer.body() == null ? new byte[0] : Json.write(answer.body());
    if (answer.body() instanceof Map<?, ?> map && map.get("revision") != null) {
      exchange.getResponseHeaders().set("ETag", "\"" + map.get("revision") + "\"");
    }
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** A file that is elsewhere, and elsewhere, which must not see the key. */
  private static boolean plays(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.endsWith("/files/file_elsewhere")) {
      exchange.getResponseHeaders().set("Location", "http://" + host(exchange) + "/elsewhere?s=1");
      exchange.sendResponseHeaders(302, -1);
      return true;
    }
    if (path.equals("/elsewhere")) {
      boolean leaked = exchange.getRequestHeaders().containsKey("Authorization");
      byte[] bytes = "from the store".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(leaked ? 400 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
      return true;
    }
    return false;
  }

  private static String host(HttpExchange exchange) {
    return exchange.getRequestHeaders().getFirst("Host");
  }

  private synchronized Answer answer(HttpExchange exchange, String body) {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    var headers = exchange.getRequestHeaders();
    String match = headers.getFirst("If-Match");
    requests.add(method + " " + path + (match == null ? "" : " if " + match));
    if (path.equals("/api/v1/setup")) {
      return FakeProject.setup(body, KEY);
    }
    String authorization = headers.getFirst("Authorization");
    if (tooMany > 0) {
      tooMany--;
      exchange.getResponseHeaders().set("Retry-After", "0");
      return FakeProject.problem(429, "core.rate-limited", "Too many requests");
    }
    if (("Bearer " + TOKEN).equals(authorization) && path.equals("/api/v1/me")) {
      return new Answer(
          200, Map.of("organization", Map.of("id", "org_1", "name", "Acme"), "subject", "usr_1"));
    }
    if (!("Bearer " + KEY).equals(authorization) && !("Bearer " + TOKEN).equals(authorization)) {
      return FakeProject.problem(401, "identity.key-invalid", "This API key does not hold");
    }
    String key = headers.getFirst("Idempotency-Key");
    if (method.equals("POST") && key == null) {
      return FakeProject.problem(400, "test.no-key", "A POST without an Idempotency-Key");
    }
    Answer before = key == null ? null : byIdempotencyKey.get(key);
    if (before != null) {
      return before;
    }
    String query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
    Answer answer =
        project.answer(new FakeProject.Request(method, path, query(query), body), match);
    if (key != null) {
      byIdempotencyKey.put(key, answer);
    }
    return answer;
  }

  /** Refuses the next requests because there are too many. */
  synchronized void refuseNext(int requests) {
    tooMany = requests;
  }

  /** Does the work of the next such request, and breaks the connection instead of answering. */
  synchronized void loseAnswerTo(String methodAndPath) {
    losing = methodAndPath;
  }

  private synchronized boolean loses(HttpExchange exchange) {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    boolean lost = request.equals(losing);
    losing = lost ? null : losing;
    return lost;
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new HashMap<>();
    for (String part : text.split("&")) {
      String[] pair = part.split("=", 2);
      query.put(pair[0], pair.length == 2 ? pair[1] : "");
    }
    return query;
  }
}
