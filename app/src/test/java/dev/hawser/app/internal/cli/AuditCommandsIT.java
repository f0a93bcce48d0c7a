package dev.hawser.app.internal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditCommandsIT {
  private static final int ENTRIES = 250;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private TestTerminal terminal = new TestTerminal();
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    asked.add(
        exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + exchange.getRequestURI().getPath()
            + "?"
            + query);
    byte[] bytes =
        switch (exchange.getRequestURI().getPath()) {
          case "/api/v1/audit/export" -> "one\ntwo\n".getBytes(UTF_8);
          case "/api/v1/audit" -> page(query);
          default -> new byte[0];
        };
    if (status == 403) {
      bytes =
          Json.write(
              Map.of(
                  "status", 403,
                  "code", "core.access-denied",
                  "detail", "These credentials do not allow this."));
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static byte[] page(String query) {
    int limit = Integer.parseInt(query.replaceFirst(".*limit=([0-9]+).*", "$1"));
    int from =
        query.contains("cursor=") ? Integer.parseInt(query.replaceFirst(".*cursor=", "")) : 0;
    List<Object> items = new ArrayList<>();
    for (int i = from; i < Math.min(from + limit, ENTRIES); i++) {
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("sequence", (long) (ENTRIES - i));
      item.put("at", "2027-01-31T12:00:00.000000Z");
      item.put("actor", "usr_1");
      item.put("action", "secrets.set");
      item.put("targetType", "secret");
      item.put("targetId", "TOKEN_" + i);
      items.add(item);
    }
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("items", items);
    if (from + limit < ENTRIES) {
      page.put("nextCursor", Integer.toString(from + limit));
    }
    return Json.write(page);
  }

  private int run(String... args) {
    terminal = new TestTerminal();
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(
        List.of(
            "--url",
            "http://127.0.0.1:" + server.getAddress().getPort(),
            "--api-key",
            "hwp_token"));
    return terminal.run(all.toArray(String[]::new));
  }

  @Test
  void a_list_is_as_long_as_it_was_asked_for_across_pages() {
    assertThat(run("audit", "list", "--limit", "230", "--action", "secrets")).isZero();
    assertThat(terminal.out().lines()).hasSize(231);
    assertThat(terminal.out()).contains("usr_1", "secret TOKEN_0", "secret TOKEN_229");
    assertThat(asked)
        .containsExactly(
            "Bearer hwp_token /api/v1/audit?action=secrets&limit=200",
            "Bearer hwp_token /api/v1/audit?action=secrets&limit=30&cursor=200");
    assertThat(run("audit", "list", "--json", "-n", "2")).isZero();
    assertThat(terminal.out().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"sequence\""));
    assertThat(run("audit", "list", "--limit", "0")).isEqualTo(2);
  }

  @Test
  void an_export_goes_to_standard_output_as_it_comes() {
    assertThat(run("audit", "export", "--format", "csv", "--from", "2026-01-01T00:00:00Z"))
        .isZero();
    assertThat(terminal.out()).isEqualTo("one\ntwo\n");
    assertThat(asked.getFirst()).endsWith("/export?from=2026-01-01T00:00:00Z&format=csv");
    status = 403;
    assertThat(run("audit", "export")).isEqualTo(1);
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err()).contains("These credentials do not allow this");
    assertThat(run("audit")).isEqualTo(2);
  }
}
