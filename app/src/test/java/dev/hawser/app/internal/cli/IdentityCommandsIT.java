package dev.hawser.app.internal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands about members, projects, connected users, keys and tokens. */
class IdentityCommandsIT {
  private static final String PROJECT = "/api/v1/projects/prj_1";
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private TestTerminal terminal = new TestTerminal();
  private boolean mailed;

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
    String path = exchange.getRequestURI().getPath();
    String query = exchange.getRequestURI().getQuery();
    String method = exchange.getRequestMethod();
    String body;
    try (InputStream in = exchange.getRequestBody()) {
      body = new String(in.readAllBytes(), UTF_8);
    }
    if (!path.equals("/api/v1/me")) {
      asked.add((method + " " + path + (query == null ? "" : "?" + query) + " " + body).strip());
    }
    Map<String, ?> answer = answer(method, path);
    byte[] bytes = answer.isEmpty() ? new byte[0] : Json.write(answer);
    exchange.sendResponseHeaders(
        answer.isEmpty() ? 204 : 200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Map<String, ?> answer(String method, String path) {
    String created = "2027-01-31T12:00:00Z";
    return switch (method + " " + path) {
      case "GET /api/v1/me" ->
          Map.of("organization", Map.of("id", "org_1", "name", "Acme"), "subject", "usr_1");
      case "GET /api/v1/members" ->
          Map.of(
              "items",
              List.of(
                  Map.of(
                      "id",
                      "usr_1",
                      "email",
                      "ada@acme.example",
                      "firstName",
                      "Ada",
                      "role",
                      "admin",
                      "secondFactor",
                      true,
                      "createdAt",
                      created)));
      case "POST /api/v1/invitations" ->
          mailed
              ? Map.of("id", "inv_1")
              : Map.of("id", "inv_1", "inviteUrl", "http://localhost/invitation#t");
      case "GET /api/v1/projects",
          "GET /api/v1/me/tokens",
          "GET " + PROJECT + "/connected-user-deletions" ->
          Map.of("items", List.of());
      case "POST /api/v1/projects" -> Map.of("id", "prj_2");
      case "POST " + PROJECT + "/archive", "POST " + PROJECT + "/restore" ->
          Map.of("name", "Billing");
      case "GET " + PROJECT ->
          Map.of("id", "prj_1", "allowedOrigins", List.of("https://a.example", "\u001b[31mb"));
      case "GET /api/v1/projects/prj_2" -> Map.of("id", "prj_2", "allowedOrigins", List.of());
      case "DELETE " + PROJECT -> Map.of("id", "prd_1", "state", "waiting");
      case "GET /api/v1/project-deletions/prd_1" -> Map.of("id", "prd_1", "state", "done");
      case "GET /api/v1/project-deletions" ->
          Map.of(
              "items",
              List.of(
                  Map.of(
                      "id",
                      "prd_1",
                      "name",
                      "Bill\u001b[31ming",
                      "state",
                      "running",
                      "deleted",
                      7,
                      "requestedAt",
                      created)));
      case "POST " + PROJECT + "/workflow-copies" ->
          Map.of(
              "workflows",
              List.of(
                  Map.of(
                      "action",
                      "modify",
                      "name",
                      "Sync",
                      "messages",
                      List.of(Map.of("level", "warning", "text", "the secret X is missing")))),
              "events",
              List.of(Map.of("action", "add", "name", "ordered", "messages", List.of())));
      case "GET " + PROJECT + "/connected-users" ->
          Map.of(
              "items",
              List.of(
                  Map.of(
                      "id",
                      "cus_1",
                      "userId",
                      "customer\u001b[31m-7",
                      "status",
                      "active",
                      "lastActiveAt",
                      created)));
      case "PATCH " + PROJECT + "/connected-users/cus_1" -> Map.of("id", "cus_1");
      case "DELETE " + PROJECT + "/connected-users/cus_1" -> Map.of("id", "del_1");
      case "GET " + PROJECT + "/api-keys" ->
          Map.of(
              "items",
              List.of(
                  Map.of(
                      "id", "key_1", "name", "bot", "prefix", "hwk_01h4", "createdAt", created)));
      case "POST " + PROJECT + "/api-keys" -> Map.of("id", "key_2", "key", "hwk_whole");
      default -> Map.of();
    };
  }

  private int run(String... args) {
    terminal = new TestTerminal();
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(
        List.of(
            "--url",
            "http://127.0.0.1:" + server.getAddress().getPort(),
            "--api-key",
            "hwp_token",
            "--project",
            "prj_1"));
    return terminal.run(all.toArray(String[]::new));
  }

  @Test
  void members_are_listed_invited_changed_and_removed() {
    assertThat(run("members", "list", "--role", "admin", "--search", "a b")).isZero();
    assertThat(terminal.out())
        .contains("E-MAIL", "usr_1", "ada@acme.example", "Ada", "admin")
        .contains("SECOND FACTOR", "yes");
    assertThat(run("members", "list", "--json")).isZero();
    assertThat(terminal.out().lines()).singleElement().asString().startsWith("{");
    assertThat(run("members", "invite", "grace@acme.example", "--role", "viewer")).isZero();
    assertThat(terminal.out()).isEqualTo("http://localhost/invitation#t\n");
    mailed = true;
    assertThat(run("members", "invite", "grace@acme.example")).isZero();
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err()).contains("invited");
    assertThat(run("members", "role", "usr_1", "support")).isZero();
    assertThat(run("members", "remove", "usr_1")).isZero();
    assertThat(asked.getFirst()).isEqualTo("GET /api/v1/members?role=admin&q=a b&limit=200");
    assertThat(asked)
        .contains(
            "PATCH /api/v1/members/usr_1 {\"role\":\"support\"}", "DELETE /api/v1/members/usr_1")
        .anyMatch(line -> line.startsWith("POST /api/v1/invitations {") && line.contains("viewer"));
    assertThat(run("members")).isEqualTo(2);
    assertThat(run("members", "list", "--limit", "0")).isEqualTo(2);
  }

  @Test
  void projects_are_archived_restored_deleted_and_copied_from() {
    assertThat(run("projects", "archive", "prj_1")).isZero();
    assertThat(run("projects", "restore", "prj_1")).isZero();
    assertThat(run("projects", "delete", "prj_1")).as("without the name").isEqualTo(2);
    assertThat(run("projects", "delete", "prj_1", "--confirm", "Billing", "--wait")).isZero();
    assertThat(terminal.out()).isEqualTo("prd_1\n");
    assertThat(asked)
        .containsExactly(
            "POST " + PROJECT + "/archive {}",
            "POST " + PROJECT + "/restore {}",
            "DELETE " + PROJECT + "?confirm=Billing",
            "GET /api/v1/project-deletions/prd_1");
    asked.clear();
    assertThat(run("projects", "deletion", "prd_1")).isZero();
    assertThat(terminal.out()).contains("prd_1", "done");
    assertThat(run("projects", "deletions")).isZero();
    assertThat(terminal.out()).contains("prd_1", "Bill", "running", "7").doesNotContain("\u001b");
    assertThat(run("users", "deletions", "--limit", "5")).isZero();
    assertThat(terminal.err()).contains("Nothing was deleted");
    assertThat(asked)
        .contains("GET /api/v1/project-deletions/prd_1")
        .anyMatch(line -> line.startsWith("GET /api/v1/project-deletions?"))
        .anyMatch(line -> line.startsWith("GET " + PROJECT + "/connected-user-deletions?limit=5"));
    asked.clear();
    assertThat(run("projects", "copy", "prj_2", "Sync", "--dry-run")).isZero();
    assertThat(asked)
        .containsExactly(
            "POST "
                + PROJECT
                + "/workflow-copies {\"from\":\"prj_2\",\"workflows\":[\"Sync\"],\"state\":\"draft\","
                + "\"as\":\"matching\",\"dryRun\":true}");
    assertThat(terminal.out())
        .contains("modify", "workflow  Sync", "warning: the secret X is missing", "event  ordered");
  }

  @Test
  void projects_are_listed_and_made() {
    assertThat(run("projects", "list", "--environment", "production")).isZero();
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err()).contains("There is no such project");
    assertThat(run("projects", "create", "Billing")).isEqualTo(2);
    assertThat(run("projects", "create", "Billing", "--team", "team_1")).isZero();
    assertThat(terminal.out()).isEqualTo("prj_2\n");
    assertThat(asked.getLast())
        .isEqualTo(
            "POST /api/v1/projects"
                + " {\"name\":\"Billing\",\"team\":\"team_1\",\"environment\":\"development\"}");
  }

  @Test
  void origins_of_a_project_are_shown_set_and_cleared() {
    assertThat(run("projects", "origins", "prj_1")).isZero();
    assertThat(terminal.out()).startsWith("https://a.example\n").doesNotContain("\u001b");
    assertThat(asked).containsExactly("GET " + PROJECT);
    assertThat(run("projects", "origins", "prj_1", "https://a.example", "https://*.b.example"))
        .isZero();
    assertThat(run("projects", "origins", "prj_1", "--any")).isZero();
    assertThat(asked)
        .contains(
            "PATCH "
                + PROJECT
                + " {\"allowedOrigins\":[\"https://a.example\",\"https://*.b.example\"]}",
            "PATCH " + PROJECT + " {\"allowedOrigins\":[]}");
    asked.clear();
    assertThat(run("projects", "origins", "prj_1", "--any", "https://a.example")).isEqualTo(2);
    assertThat(run("projects", "origins", "prj_2")).isZero();
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err()).contains("any origin");
    assertThat(asked).containsExactly("GET /api/v1/projects/prj_2");
  }

  @Test
  void connected_users_are_listed_disabled_enabled_and_deleted() {
    assertThat(run("users", "list", "--status", "active")).isZero();
    assertThat(terminal.out()).contains("cus_1", "customer").doesNotContain("\u001b[31m-7");
    assertThat(run("users", "disable", "cus_1")).isZero();
    assertThat(run("users", "enable", "cus_1")).isZero();
    assertThat(run("users", "delete", "cus_1")).isZero();
    assertThat(terminal.out()).isEqualTo("del_1\n");
    String user = PROJECT + "/connected-users/cus_1";
    assertThat(asked)
        .containsExactly(
            "GET " + PROJECT + "/connected-users?status=active&limit=200",
            "PATCH " + user + " {\"status\":\"disabled\"}",
            "PATCH " + user + " {\"status\":\"active\"}",
            "DELETE " + user);
  }

  @Test
  void keys_and_tokens_are_listed_made_and_revoked() {
    assertThat(run("keys", "list")).isZero();
    assertThat(terminal.out()).contains("key_1", "bot", "hwk_01h4", "never");
    assertThat(
            run(
                "keys",
                "create",
                "bot",
                "--scope",
                "workflows:view",
                "--scope",
                "workflows:deploy",
                "--expires",
                "2027-02-01T00:00:00Z"))
        .isZero();
    assertThat(terminal.out()).isEqualTo("hwk_whole\n");
    assertThat(asked.getLast())
        .isEqualTo(
            "POST "
                + PROJECT
                + "/api-keys {\"name\":\"bot\",\"scopes\":[\"workflows:view\",\"workflows:deploy\"],"
                + "\"expiresAt\":\"2027-02-01T00:00:00Z\"}");
    assertThat(run("keys", "revoke", "key_1")).isZero();
    assertThat(run("tokens", "list")).isZero();
    assertThat(terminal.err()).contains("There is none");
    assertThat(run("tokens", "revoke", "pat_1")).isZero();
    assertThat(asked.getLast()).isEqualTo("DELETE /api/v1/me/tokens/pat_1");
  }
}
