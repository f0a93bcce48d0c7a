package dev.hawser.workflows.internal.http;

import static dev.hawser.workflows.internal.http.WorkflowServer.definition;
import static dev.hawser.workflows.internal.http.WorkflowServer.newProject;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.http.WorkflowServer.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ListApiIT {
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

  @Test
  void a_list_says_of_each_workflow_what_one_wants_to_know_but_not_its_definition() {
    String id = create("Listed");
    send("POST", "/" + id + "/deploy", null).expect(200);
    String webhook = definition("Listed", 2).replace("manual", "webhook");
    send("PUT", "/" + id, webhook).expect(200);
    send("POST", "/" + id + "/versions", "{}").expect(201);
    Answer list = send("GET", "", null).expect(200);
    assertThat(((Map<?, ?>) list.at("items", 0)).keySet())
        .map(String::valueOf)
        .containsExactlyInAnyOrder(
            "id",
            "name",
            "revision",
            "triggerType",
            "problemCount",
            "deployedVersion",
            "latestVersion",
            "hookPath",
            "createdAt",
            "createdBy",
            "updatedAt",
            "updatedBy");
    assertThat(list.text("items", 0, "triggerType")).isEqualTo("webhook");
    assertThat(list.at("items", 0, "revision")).isEqualTo(2L);
    assertThat(list.at("items", 0, "deployedVersion")).isEqualTo(1L);
    assertThat(list.at("items", 0, "latestVersion")).isEqualTo(2L);
    Answer detail = send("GET", "/" + id, null).expect(200);
    assertThat(detail.at("definition", "trigger", "type")).isEqualTo("webhook");
    for (String same : new String[] {"hookPath", "createdAt", "updatedAt", "updatedBy", "name"}) {
      assertThat(list.at("items", 0, same)).as(same).isEqualTo(detail.at(same));
    }
  }

  @Test
  void a_draft_without_a_right_trigger_is_listed_with_what_it_says() {
    String id = create("Wrong");
    assertThat(triggerOf("{}", id)).isNull();
    assertThat(triggerOf("{\"trigger\": {\"type\": \"webhok\"}}", id)).isEqualTo("webhok");
    assertThat(triggerOf("{\"trigger\": {\"type\": \"a\\u0000\"}}", id)).isNull();
    assertThat(triggerOf("{\"trigger\": {\"type\": [\"manual\"]}}", id)).isNull();
    assertThat(triggerOf("{\"trigger\": \"manual\"}", id)).isNull();
    Answer list = send("GET", "", null).expect(200);
    assertThat(list.at("items", 0, "latestVersion")).isNull();
    assertThat((Long) list.at("items", 0, "problemCount")).isPositive();
  }

  private Object triggerOf(String draft, String id) {
    send("PUT", "/" + id + "/draft", draft).expect(200);
    return send("GET", "", null).expect(200).at("items", 0, "triggerType");
  }

  @Test
  void what_an_older_replica_saved_has_no_trigger_until_the_next_save() throws SQLException {
    String id = create("Older");
    WorkflowId workflow = WorkflowId.parse(id).orElseThrow();
    execute(
        "update workflows.workflow set revision = revision + 1 where id = '%s'"
            .formatted(workflow.value()));
    assertThat(send("GET", "", null).expect(200).at("items", 0, "triggerType")).isNull();
    send("PUT", "/" + id, definition("Older", 2)).expect(200);
    assertThat(send("GET", "", null).expect(200).at("items", 0, "triggerType")).isEqualTo("manual");
  }

  @Test
  void lists_do_not_read_what_they_do_not_show() throws SQLException {
    String event = "/api/v1/projects/" + project + "/events";
    create("Unread");
    server.send("PUT", event + "/order", project, "{\"example\": {}}", Map.of()).expect(201);
    hide(true);
    try {
      assertThat(send("GET", "", null).expect(200).each("items", "name")).containsExactly("Unread");
      assertThat(send("GET", "?name=Unread", null).expect(200).each("items", "triggerType"))
          .containsExactly("manual");
      Answer events = server.send("GET", event, project, null, Map.of()).expect(200);
      assertThat(((Map<?, ?>) events.at("items", 0)).keySet())
          .map(String::valueOf)
          .containsExactlyInAnyOrder(
              "name",
              "revision",
              "description",
              "createdAt",
              "createdBy",
              "updatedAt",
              "updatedBy");
    } finally {
      hide(false);
    }
  }

  /** Puts the large columns out of reach, or back. */
  private static void hide(boolean hidden) throws SQLException {
    for (String column :
        new String[] {
          "workflow.definition",
          "workflow_version.definition",
          "app_event.example",
          "app_event.schema"
        }) {
      String table = column.substring(0, column.indexOf('.'));
      String name = column.substring(column.indexOf('.') + 1);
      execute(
          "alter table workflows.%s rename column %s to %s"
              .formatted(
                  table, hidden ? name : name + "_hidden", hidden ? name + "_hidden" : name));
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = server.database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String create(String name) {
    return send("POST", "", definition(name, 1)).expect(201).text("id");
  }

  private Answer send(String method, String path, String body) {
    return server.send(method, project, path, body);
  }
}
