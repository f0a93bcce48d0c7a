package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An organization with a log, its administrator, and what tests do with them. */
final class AuditLogs implements AutoCloseable {
  final IdentityServer server;
  final OrganizationId organization;
  final String project;
  final String key;
  final String admin;

  AuditLogs() throws SQLException {
    this(Map.of());
  }

  /** With settings, by their keys. */
  AuditLogs(Map<String, String> settings) throws SQLException {
    server = IdentityServer.start(settings);
    Answer made = server.setUp(server.openSetup()).expect(201);
    organization = OrganizationId.parse(made.text("organization", "id")).orElseThrow();
    project = made.text("project", "id");
    key = made.text("apiKey", "key");
    admin = TestMembers.add(server, organization, Role.ADMIN).toString();
  }

  String secrets() {
    return "/api/v1/projects/" + project + "/secrets";
  }

  String keys() {
    return "/api/v1/projects/" + project + "/api-keys";
  }

  void putSecret(String name) {
    assertThat(
            server.put(secrets() + "/" + name, key, "{\"value\":\"planted-value-8731\"}").status())
        .isIn(201, 204);
  }

  /** Waits until nothing is in the outbox. */
  void awaitDelivery() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(server.query("select id::text from identity.outbox"))
                    .as("what waits in the outbox")
                    .isEmpty());
  }

  /** A field of each entry of a list, in its order. */
  List<Object> each(String query, String field) {
    List<Object> values = new ArrayList<>();
    for (Object item : server.get("/api/v1/audit" + query, admin).expect(200).list("items")) {
      values.add(((Map<?, ?>) item).get(field));
    }
    return values;
  }

  Answer verify(String query) {
    return server.get("/api/v1/audit/verification" + query, admin).expect(200);
  }

  HttpResponse<byte[]> export(String query) {
    return server.exchange(
        "GET",
        "/api/v1/audit/export" + query,
        admin,
        HttpRequest.BodyPublishers.noBody(),
        Map.of());
  }

  List<String> exported(String query) {
    HttpResponse<byte[]> answer = export(query);
    assertThat(answer.statusCode()).isEqualTo(200);
    return new String(answer.body(), UTF_8).lines().toList();
  }

  /** Changes the log as only the owner of the tables can. */
  void tamper(String... statements) throws SQLException {
    server.execute("alter table identity.audit_entry disable trigger user");
    server.execute("alter table identity.audit_chain disable trigger user");
    try {
      for (String statement : statements) {
        server.execute(statement);
      }
    } finally {
      server.execute("alter table identity.audit_entry enable trigger user");
      server.execute("alter table identity.audit_chain enable trigger user");
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
