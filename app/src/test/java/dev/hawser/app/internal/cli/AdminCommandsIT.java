package dev.hawser.app.internal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminCommandsIT {
  private static final Map<String, Object> SESSION =
      Map.of(
          "id", "ses_1",
          "method", "password",
          "createdAt", "2027-01-31T12:00:00Z",
          "lastSeenAt", "2027-01-31T13:00:00Z",
          "address", "192.0.2.7",
          "userAgent", "Lynx\u001b[31m",
          "current", false);

  @TempDir private Path folder;
  private final List<String> requests = new ArrayList<>();
  private HttpServer server;
  private TestTerminal terminal = new TestTerminal();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(
        run.resolve("server.json"),
        "{\"pid\":%d,\"address\":\"http://127.0.0.1:%d\"}"
            .formatted(ProcessHandle.current().pid(), server.getAddress().getPort()));
    Files.writeString(run.resolve("operator-token"), "hwo_test");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer hwo_test");
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    byte[] answer = new byte[0];
    int status = 200;
    if (exchange.getRequestURI().toString().contains("eve")) {
      status = 404;
      answer =
          Json.write(Map.of("code", "identity.account-not-found", "detail", "There is no account"));
    } else if (exchange.getRequestURI().getPath().endsWith("/second-factor")) {
      status = 204;
    } else if (exchange.getRequestURI().getPath().endsWith("/password-resets")) {
      requests.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      status = 201;
      answer = Json.write(Map.of("url", "https://hawser.acme.example/reset-password#secret"));
    } else if (exchange.getRequestURI().getPath().endsWith("/enforcement")) {
      answer = Json.write(Map.of("organization", "org_1"));
    } else if (exchange.getRequestMethod().equals("DELETE")) {
      answer = Json.write(Map.of("ended", 3));
    } else {
      answer = Json.write(Map.of("items", List.of(SESSION)));
    }
    exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private int run(String... arguments) {
    terminal = new TestTerminal();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", folder.toString()));
    return terminal.run(all.toArray(String[]::new));
  }

  @Test
  void sessions_are_listed_and_ended() {
    assertThat(run("admin", "sessions", "list", "ada+x@acme.example")).isZero();
    assertThat(terminal.out()).contains("SESSION", "ses_1", "password", "192.0.2.7", "Lynx");
    assertThat(terminal.out()).doesNotContain("\u001b");
    assertThat(run("admin", "sessions", "list", "ada@acme.example", "--json")).isZero();
    assertThat(terminal.out()).contains("\"id\":\"ses_1\"");
    assertThat(run("admin", "sessions", "revoke", "ada@acme.example")).isZero();
    assertThat(terminal.out()).isEqualTo("3 sessions ended\n");
    assertThat(requests)
        .containsExactly(
            "GET /api/v1/admin/sessions?email=ada%2Bx%40acme.example",
            "GET /api/v1/admin/sessions?email=ada%40acme.example",
            "DELETE /api/v1/admin/sessions?email=ada%40acme.example");
  }

  @Test
  void a_second_factor_is_reset() {
    assertThat(run("admin", "second-factor", "reset", "ada@acme.example")).isZero();
    assertThat(terminal.out()).contains("removed");
    assertThat(requests)
        .containsExactly("DELETE /api/v1/admin/users/ada%40acme.example/second-factor");
  }

  @Test
  void a_link_for_another_password_is_printed_alone() {
    assertThat(run("admin", "password-reset", "ada@acme.example")).isZero();
    assertThat(terminal.out()).isEqualTo("https://hawser.acme.example/reset-password#secret\n");
    assertThat(terminal.err()).contains("for an hour");
    assertThat(requests)
        .containsExactly(
            "POST /api/v1/operator/password-resets", "{\"email\":\"ada@acme.example\"}");
  }

  @Test
  void what_the_server_refuses_and_what_is_missing_is_said() {
    assertThat(run("admin", "sessions", "revoke", "eve@acme.example")).isEqualTo(1);
    assertThat(terminal.err()).contains("There is no account");
    assertThat(run("admin", "sessions", "list")).isEqualTo(2);
    assertThat(run("admin")).isEqualTo(2);
    assertThat(run("admin", "sessions")).isEqualTo(2);
    assertThat(run("admin", "second-factor")).isEqualTo(2);
  }

  @Test
  void single_sign_on_is_released_in_the_organization_that_is_named_or_the_only_one() {
    assertThat(run("admin", "single-sign-on", "release")).isEqualTo(ExitCodes.OK);
    assertThat(terminal.out()).contains("Passwords count again in org_1");
    assertThat(run("admin", "single-sign-on", "release", "--organization", "org_1"))
        .isEqualTo(ExitCodes.OK);
    assertThat(requests)
        .containsExactly(
            "DELETE /api/v1/operator/single-sign-on/enforcement",
            "DELETE /api/v1/operator/single-sign-on/enforcement?organization=org_1");
    assertThat(run("admin", "single-sign-on")).isEqualTo(ExitCodes.USAGE);
  }
}
