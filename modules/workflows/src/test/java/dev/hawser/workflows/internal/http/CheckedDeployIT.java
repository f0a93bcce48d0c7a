package dev.hawser.workflows.internal.http;

import static dev.hawser.workflows.internal.http.WorkflowServer.newProject;
import static dev.hawser.workflows.internal.http.WorkflowServer.workflows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.internal.http.RecordedChecks.Check;
import dev.hawser.workflows.internal.http.WorkflowServer.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With one connection to Postgres, so that who keeps it makes everybody wait. */
class CheckedDeployIT {
  private static WorkflowServer server;
  private static RecordedChecks checks;
  private static Connection taken;
  private final String project = newProject();

  @BeforeAll
  static void start() throws SQLException {
    server = WorkflowServer.start(2);
    taken = PlainDataSources.plain(server.bean(DataSource.class, "workflows")).getConnection();
    checks = server.bean(RecordedChecks.class);
  }

  @AfterAll
  static void stop() throws SQLException {
    taken.close();
    server.close();
  }

  @AfterEach
  void forget() {
    checks.during(code -> {});
  }

  @Test
  void nobody_holds_a_connection_while_code_is_checked() {
    String other = newProject();
    AtomicInteger read = new AtomicInteger();
    checks.during(
        code -> {
          server.send("GET", project, "", null).expect(200);
          read.incrementAndGet();
        });
    server.send("POST", project, "/validate?for=deploy", function("Held", "0")).expect(200);
    String id = create("Held", "1");
    send("PUT", id, "", function("Held", "2")).expect(200);
    send("POST", id, "/versions", "{}").expect(201);
    send("PUT", id, "/draft", function("Held", "3")).expect(200);
    send("POST", id, "/deploy", null).expect(200);
    send("POST", id, "/versions/1/deploy", null).expect(200);
    server
        .send(
            "POST",
            workflows(project) + "/" + id + "/versions/1/restore",
            project,
            null,
            Map.of("If-Match", "*"))
        .expect(200);
    send("POST", id, "/copy", "{\"name\": \"Another\"}").expect(201);
    String path = "/api/v1/projects/" + other + "/workflow-copies";
    String copy = "{\"from\": \"%s\"%s}";
    server
        .send("POST", path, other, copy.formatted(project, ", \"dryRun\": true"), Map.of())
        .expect(200);
    server.send("POST", path, other, copy.formatted(project, ""), Map.of()).expect(200);
    assertThat(checks.made()).hasSize(read.get()).hasSizeGreaterThanOrEqualTo(10);
    assertThat(checks.made()).noneMatch(Check::isConnected);
    assertThat(checks.made())
        .extracting(Check::project)
        .contains(ProjectId.parse(other).orElseThrow());
    assertThat(server.send("GET", other, "", null).each("items", "name"))
        .containsExactlyInAnyOrder("Held", "Another");
  }

  @Test
  void a_draft_that_is_changed_while_it_is_checked_is_checked_again() {
    String id = create("Raced", "before");
    checks.during(
        code -> {
          if (code.contains("before")) {
            send("PUT", id, "/draft", function("Raced", "after")).expect(200);
          }
        });
    Answer deployed = send("POST", id, "/deploy", null).expect(200);
    assertThat((String) deployed.at("definition", "steps", 0, "code")).contains("after");
    assertThat(deployed.at("version")).isEqualTo(1L);
    assertThat(deployed.at("revision")).isEqualTo(2L);
    assertThat(checks.made())
        .as("by the deploy, the save and the deploy")
        .extracting(Check::code)
        .containsExactly(code("before"), code("after"), code("after"));
  }

  @Test
  void a_draft_that_becomes_wrong_while_it_is_checked_is_not_deployed() {
    String id = create("Spoilt", "before");
    checks.during(
        code -> {
          if (code.contains("before")) {
            send("PUT", id, "/draft", function("Spoilt", "wrong")).expect(200);
          }
        });
    Answer refused = send("POST", id, "/deploy", null);
    refused.expect(422, "workflows.definition-invalid");
    assertThat(refused.text("problems", 0, "pointer")).isEqualTo("/steps/0/code");
    assertThat(refused.text("problems", 0, "message")).contains("it is wrong");
    assertThat(send("GET", id, "", null).at("deployedVersion")).isNull();
    assertThat((List<?>) send("GET", id, "/versions", null).at("items")).isEmpty();
  }

  @Test
  void a_draft_that_never_stands_still_is_not_deployed() {
    String id = create("Restless", "0");
    AtomicInteger edits = new AtomicInteger();
    checks.during(
        code -> {
          String next = function("Restless", String.valueOf(edits.incrementAndGet()));
          send("PUT", id, "/draft", next).expect(200);
        });
    send("POST", id, "/deploy", null).expect(409, "workflows.changed-meanwhile");
    assertThat(edits.get()).isBetween(2, 20);
    assertThat(send("GET", id, "", null).at("deployedVersion")).isNull();
    checks.during(code -> {});
    Answer deployed = send("POST", id, "/deploy", null).expect(200);
    assertThat((String) deployed.at("definition", "steps", 0, "code"))
        .contains(String.valueOf(edits.get()));
  }

  @Test
  void what_a_check_needs_is_looked_up_when_the_deploy_is_written() {
    String id = create("Listening", "1");
    String definition =
        function("Listening", "2")
            .replace("{\"type\":\"manual\"}", "{\"type\":\"event\",\"name\":\"order\"}");
    String event = "/api/v1/projects/" + project + "/events/order";
    server.send("PUT", event, project, "{\"example\": {}}", Map.of()).expect(201);
    send("PUT", id, "", definition).expect(200);
    checks.during(code -> server.send("DELETE", event, project, null, Map.of()).expect(204));
    Answer refused = send("POST", id, "/deploy", null);
    refused.expect(422, "workflows.definition-invalid");
    assertThat(refused.each("problems", "pointer")).contains("/trigger/name");
    assertThat(send("GET", id, "", null).at("deployedVersion")).isNull();
  }

  @Test
  void a_request_that_was_done_and_a_version_that_is_deployed_are_not_checked_again() {
    String id = create("Repeated", "1");
    String path = workflows(project) + "/" + id + "/deploy";
    Map<String, String> key = Map.of("Idempotency-Key", "k");
    server.send("POST", path, project, null, key).expect(200);
    checks.during(code -> {});
    send("POST", id, "/deploy", null).expect(200);
    send("POST", id, "/versions/1/deploy", null).expect(200);
    assertThat(checks.made()).isEmpty();
    send("PUT", id, "/draft", function("Repeated", "wrong")).expect(200);
    checks.during(code -> {});
    assertThat(server.send("POST", path, project, null, key).expect(200).at("version"))
        .isEqualTo(1L);
    assertThat(checks.made()).isEmpty();
  }

  private String create(String name, String value) {
    return server.send("POST", project, "", function(name, value)).expect(201).text("id");
  }

  private Answer send(String method, String id, String rest, String body) {
    return server.send(method, project, "/" + id + rest, body);
  }

  private static String code(String value) {
    return "export default () => '" + value + "'";
  }

  private static String function(String name, String value) {
    return """
    {"schema":"hawser/v1","name":"%s","trigger":{"type":"manual"},"steps":[\
    {"id":"a","type":"function","code":"%s"}]}"""
        .formatted(name, code(value));
  }
}
