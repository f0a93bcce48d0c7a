package dev.hawser.workflows.internal.http;

import static dev.hawser.workflows.internal.http.WorkflowServer.definition;
import static dev.hawser.workflows.internal.http.WorkflowServer.newProject;
import static dev.hawser.workflows.internal.http.WorkflowServer.workflows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.workflows.internal.http.WorkflowServer.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every change leaves an entry for the audit log in the outbox; nobody takes them out here. */
class AuditedChangesIT {
  private static WorkflowServer server;
  private final String project = newProject();

  @BeforeAll
  static void start() {
    server = WorkflowServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private List<String> recorded(String expression) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = server.database.connect();
        var statement =
            connection.prepareStatement(
                "select "
                    + expression
                    + " from workflows.outbox where payload ->> 'project' = ? order by number")) {
      statement.setString(1, project);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }

  private Answer send(String method, String path, @Nullable String body) {
    return server.send(method, project, path, body);
  }

  private Answer event(String method, String name, @Nullable String body) {
    return server.send(
        method, "/api/v1/projects/" + project + "/events/" + name, project, body, Map.of());
  }

  @Test
  void every_change_of_a_workflow_is_recorded_once_and_what_changes_nothing_is_not()
      throws Exception {
    Map<String, String> once = Map.of("Idempotency-Key", "create-" + project);
    String first = definition("First", 1);
    String id =
        server.send("POST", workflows(project), project, first, once).expect(201).text("id");
    server.send("POST", workflows(project), project, first, once).expect(201);
    String path = "/" + id;
    send("PUT", path, definition("First", 2)).expect(200);
    send("PUT", path, definition("First", 2)).expect(200);
    send("PUT", path + "/draft", "{\"name\":\"First\"}").expect(200);
    send("PUT", path + "/draft", "{\"name\":\"First\"}").expect(200);
    send("POST", path + "/deploy", null).expect(422);
    send("PUT", path, definition("First", 3)).expect(200);
    send("POST", path + "/versions", "{\"label\":\"one\"}").expect(201);
    send("PUT", path + "/versions/1", "{\"label\":\"uno\"}").expect(200);
    send("POST", path + "/deploy", null).expect(200);
    send("POST", path + "/deploy", null).expect(200);
    send("PUT", path, definition("First", 4)).expect(200);
    send("POST", path + "/deploy", null).expect(200);
    send("POST", path + "/versions/1/deploy", null).expect(200);
    server
        .send(
            "POST",
            workflows(project) + path + "/versions/1/restore",
            project,
            null,
            Map.of("If-Match", "*"))
        .expect(200);
    send("POST", path + "/copy", "{\"name\":\"Second\"}").expect(201);
    send("POST", path + "/undeploy", null).expect(204);
    send("POST", path + "/undeploy", null).expect(204);
    send("DELETE", path, null).expect(204);
    send("DELETE", path, null).expect(404);

    assertThat(recorded("payload ->> 'action'"))
        .containsExactly(
            "workflows.created",
            "workflows.updated",
            "workflows.draft-saved",
            "workflows.updated",
            "workflows.version-saved",
            "workflows.version-described",
            "workflows.deployed",
            "workflows.updated",
            "workflows.deployed",
            "workflows.deployed",
            "workflows.draft-restored",
            "workflows.copied",
            "workflows.undeployed",
            "workflows.deleted");
    assertThat(recorded("distinct payload ->> 'actor', number")).containsOnly("key_test");
    assertThat(recorded("payload #>> '{details,version}'"))
        .containsExactly(
            null, null, null, null, "1", "1", "1", null, "2", "1", "1", null, "1", null);
    assertThat(recorded("payload #>> '{details,before}'").get(8)).isEqualTo("1");
    assertThat(recorded("payload #>> '{details,source}'").get(11)).isEqualTo(id);
    assertThat(recorded("payload ->> 'targetId'").getFirst()).isEqualTo(id);
    assertThat(recorded("payload ->> 'address'")).containsOnly("127.0.0.1");
    assertThat(recorded("payload ->> 'request'")).doesNotContainNull().doesNotHaveDuplicates();
  }

  @Test
  void every_change_of_an_app_event_is_recorded() throws Exception {
    event("PUT", "order.created", "{\"example\":1}").expect(201);
    event("PUT", "order.created", "{\"example\":1}").expect(200);
    event("PUT", "order.created", "{\"example\":2}").expect(200);
    event("DELETE", "order.created", null).expect(204);
    assertThat(
            recorded(
                "concat_ws(' ', payload ->> 'action', payload ->> 'targetId',"
                    + " payload #>> '{details,revision}')"))
        .containsExactly(
            "app-events.created order.created 1",
            "app-events.updated order.created 2",
            "app-events.deleted order.created");
  }

  @Test
  void a_change_whose_entry_cannot_be_written_does_not_happen() throws Exception {
    String id = send("POST", "", definition("Kept", 1)).expect(201).text("id");
    try (Connection connection = server.database.connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "alter table workflows.outbox add constraint none check (payload ->> 'project' <> '%s')"
                  .formatted(project)
              + " not valid");
      try {
        send("DELETE", "/" + id, null).expect(500);
        send("POST", "/" + id + "/deploy", null).expect(500);
      } finally {
        statement.execute("alter table workflows.outbox drop constraint none");
      }
    }
    Answer kept = send("GET", "/" + id, null).expect(200);
    assertThat(kept.at("deployedVersion")).isNull();
    assertThat(recorded("payload ->> 'action'")).containsExactly("workflows.created");
  }
}
