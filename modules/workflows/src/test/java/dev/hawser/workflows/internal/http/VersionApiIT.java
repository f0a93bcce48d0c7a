package dev.hawser.workflows.internal.http;

import static dev.hawser.workflows.internal.http.WorkflowServer.definition;
import static dev.hawser.workflows.internal.http.WorkflowServer.newProject;
import static dev.hawser.workflows.internal.http.WorkflowServer.workflows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.workflows.DeployedWorkflows;
import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.http.WorkflowServer.Answer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VersionApiIT {
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
  void a_version_is_saved_named_and_described_without_being_deployed() {
    String id = create("Saved");
    Answer saved = post(id, "/versions", "{\"label\":\"First\",\"description\":\"d\"}").expect(201);
    assertThat(saved.at("version")).isEqualTo(1L);
    assertThat(saved.text("label")).isEqualTo("First");
    assertThat(saved.at("deployed")).isEqualTo(false);
    assertThat(saved.at("deployedAt")).isNull();
    assertThat(saved.at("revision")).isEqualTo(1L);
    assertThat(saved.at("definition", "name")).isEqualTo("Saved");
    assertThat(workflow(id).at("deployedVersion")).isNull();
    WorkflowId workflow = WorkflowId.parse(id).orElseThrow();
    assertThat(server.bean(DeployedWorkflows.class).findVersion(workflow, 1))
        .as("no execution can have it")
        .isEmpty();
    Answer renamed = put(id, "/versions/1", "{\"label\":\"1.0\"}").expect(200);
    assertThat(renamed.text("label")).isEqualTo("1.0");
    assertThat(renamed.at("description")).isNull();
    Answer deployed = post(id, "/deploy", null).expect(200);
    assertThat(deployed.at("version")).as("the draft is that version").isEqualTo(1L);
    assertThat(deployed.at("deployed")).isEqualTo(true);
    assertThat(deployed.text("deployedAt")).isNotEmpty();
    assertThat(server.bean(DeployedWorkflows.class).findVersion(workflow, 1)).isPresent();
  }

  @Test
  void a_restore_with_the_same_key_and_another_if_match_is_another_request() {
    String id = create("Restored");
    post(id, "/deploy", null).expect(200);
    put(id, "/draft", "{}").expect(200);
    String path = workflows(project) + "/" + id + "/versions/1/restore";
    Map<String, String> first = Map.of("Idempotency-Key", "k", "If-Match", "\"2\"");
    server.send("POST", path, project, null, first).expect(200);
    server.send("POST", path, project, null, first).expect(200);
    Map<String, String> other = Map.of("Idempotency-Key", "k", "If-Match", "\"3\"");
    server.send("POST", path, project, null, other).expect(422);
  }

  @Test
  void a_description_waits_for_who_changes_the_workflow() throws Exception {
    String id = create("Described");
    post(id, "/versions", "{}").expect(201);
    try (Connection changing = server.database.connect();
        Statement statement = changing.createStatement()) {
      changing.setAutoCommit(false);
      String row = "'" + WorkflowId.parse(id).orElseThrow().value() + "'";
      statement.execute("select 1 from workflows.workflow where id = " + row + " for update");
      CompletableFuture<Answer> described =
          CompletableFuture.supplyAsync(() -> put(id, "/versions/1", "{\"label\":\"mine\"}"));
      killWhoWaits();
      assertThat(described.get(20, TimeUnit.SECONDS).http().statusCode())
          .isGreaterThanOrEqualTo(500);
      changing.rollback();
    }
    assertThat(put(id, "/versions/1", "{\"label\":\"mine\"}").expect(200).text("label"))
        .isEqualTo("mine");
  }

  @Test
  void a_deploy_looks_at_what_others_start_where_they_are_deployed() throws Exception {
    String first = create("First");
    String second = create("Second");
    post(second, "/deploy", null).expect(200);
    String row = "'" + WorkflowId.parse(second).orElseThrow().value() + "'";
    try (Connection connection = server.database.connect();
        Statement statement = connection.createStatement()) {
      int rows =
          statement.executeUpdate(
              "update workflows.workflow_version set definition = '"
                  + starting("Second", "First")
                  + "' where workflow_id = "
                  + row);
      assertThat(rows).isEqualTo(1);
    }
    put(first, "", starting("First", "Second")).expect(200);
    String way = "\"First\" → \"Second\" → \"First\"";
    Answer refused = post(first, "/deploy", null).expect(422, "workflows.definition-invalid");
    assertThat(refused.each("problems", "message").toString()).contains(way);
    post(second, "/undeploy", null).expect(204);
    Answer open = post(first, "/deploy", null).expect(422, "workflows.definition-invalid");
    assertThat(open.each("problems", "message").toString())
        .as("the draft of the other starts nobody")
        .doesNotContain(way);
  }

  @Test
  void a_label_for_what_is_a_version_already_makes_no_second_one() {
    String id = create("Labelled");
    post(id, "/deploy", null).expect(200);
    assertThat(post(id, "/versions", "{\"label\":\"L\"}").expect(200).at("version")).isEqualTo(1L);
    assertThat(post(id, "/versions", "{\"label\":\"M\"}").expect(201).at("version")).isEqualTo(2L);
    assertThat(post(id, "/versions", "{}").expect(200).at("version"))
        .as("safe already")
        .isEqualTo(2L);
    Answer list = server.send("GET", project, "/" + id + "/versions", null).expect(200);
    assertThat(list.text("items", 0, "label")).isEqualTo("M");
    assertThat(list.at("items", 0, "deployed")).isEqualTo(false);
    assertThat(list.text("items", 1, "label")).isEqualTo("L");
    assertThat(list.at("items", 1, "deployed")).isEqualTo(true);
    assertThat(((Map<?, ?>) list.at("items", 0)).containsKey("definition")).isFalse();
  }

  @Test
  void a_version_of_a_wrong_draft_is_kept_and_cannot_be_deployed() {
    String id = create("Wrong");
    put(id, "/draft", "{\"name\":\"Wrong\"}").expect(200);
    Answer saved = post(id, "/versions", "{}").expect(201);
    assertThat((Long) saved.at("problemCount")).isPositive();
    Answer refused = post(id, "/versions/1/deploy", null);
    refused.expect(422, "workflows.definition-invalid");
    assertThat(workflow(id).at("deployedVersion")).isNull();
  }

  @Test
  void workflows_that_start_each_other_in_a_circle_are_refused() {
    String first = create("Circle 1");
    String second = create("Circle 2");
    put(second, "", starting("Circle 2", first)).expect(200);
    put(first, "", starting("Circle 1", "Circle 2")).expect(200);
    Answer refused = post(first, "/deploy", null).expect(422, "workflows.definition-invalid");
    assertThat(refused.each("problems", "message").toString())
        .contains("\"Circle 1\" → \"Circle 2\" → \"Circle 1\"");
    assertThat(refused.each("problems", "pointer")).contains("/steps/0/workflow");
    put(first, "", starting("Circle 1", "nobody")).expect(200);
    assertThat(post(first, "/deploy", null).each("problems", "message").toString())
        .contains("there is no workflow \"nobody\"");
  }

  private static String starting(String name, String other) {
    return """
    {"schema": "hawser/v1", "name": "%s", "trigger": {"type": "manual"},
     "steps": [{"id": "start", "type": "workflow", "workflow": "%s"}]}
    """
        .formatted(name, other);
  }

  @Test
  void an_older_version_is_deployed_and_the_draft_stays() {
    String id = create("Back");
    post(id, "/deploy", null).expect(200);
    put(id, "", definition("Back", 2)).expect(200);
    post(id, "/deploy", null).expect(200);
    put(id, "", definition("Back", 3)).expect(200);
    assertThat(post(id, "/versions/1/deploy", null).expect(200).at("version")).isEqualTo(1L);
    Answer now = workflow(id);
    assertThat(now.at("deployedVersion")).isEqualTo(1L);
    assertThat(now.at("definition", "steps", 0, "value")).isEqualTo("3");
    WorkflowId workflow = WorkflowId.parse(id).orElseThrow();
    assertThat(server.bean(DeployedWorkflows.class).findDeployed(workflow).orElseThrow().version())
        .isEqualTo(1);
    post(id, "/versions/1/deploy", null).expect(200);
    post(id, "/undeploy", null).expect(204);
    Answer log = server.send("GET", project, "/" + id + "/deployments", null).expect(200);
    assertThat(log.each("items", "version")).containsExactly(null, 1L, 2L, 1L);
    assertThat(log.text("items", 0, "deployedBy")).isEqualTo("key_test");
    Answer page = server.send("GET", project, "/" + id + "/deployments?limit=3", null);
    Answer last =
        server.send(
            "GET", project, "/" + id + "/deployments?cursor=" + page.text("nextCursor"), null);
    assertThat((List<?>) last.at("items")).hasSize(1);
    post(id, "/versions/9/deploy", null).expect(404, "workflows.version-not-found");
  }

  @Test
  void a_version_becomes_the_draft_again_and_lost_changes_are_told() {
    String id = create("Restored");
    post(id, "/deploy", null).expect(200);
    put(id, "", definition("Restored", 2)).expect(200);
    String path = workflows(project) + "/" + id + "/versions/1/restore";
    server.send("POST", path, project, null, Map.of()).expect(422, "workflows.if-match-missing");
    server
        .send("POST", path, project, null, Map.of("If-Match", "\"1\""))
        .expect(412, "workflows.revision-changed");
    Map<String, String> second = Map.of("If-Match", "\"2\"", "Idempotency-Key", "r1");
    Answer restored = server.send("POST", path, project, null, second).expect(200);
    assertThat(restored.at("lostChanges")).isEqualTo(true);
    assertThat(restored.at("definition", "steps", 0, "value")).isEqualTo("1");
    assertThat(restored.etag()).isEqualTo("\"3\"");
    Answer again = server.send("POST", path, project, null, second).expect(200);
    assertThat(again.at("lostChanges")).as("the same request").isEqualTo(true);
    assertThat(again.etag()).isEqualTo("\"3\"");
    put(id, "", definition("Restored", 4)).expect(200);
    post(id, "/versions", "{\"label\":\"safe\"}").expect(201);
    Answer nothingLost =
        server.send("POST", path, project, null, Map.of("If-Match", "*")).expect(200);
    assertThat(nothingLost.at("lostChanges")).isEqualTo(false);
  }

  @Test
  void a_deploy_tells_the_problem_of_every_check() {
    String id = create("Checked");
    put(id, "", definition("Checked", TestBeans.REFUSED)).expect(200);
    Answer refused = post(id, "/deploy", null);
    refused.expect(422, "workflows.definition-invalid");
    assertThat(refused.text("problems", 0, "pointer")).isEqualTo("/steps/0/value");
    String document = definition("Checked", TestBeans.REFUSED);
    assertThat(server.send("POST", project, "/validate", document).at("valid")).isEqualTo(true);
    assertThat(
            server
                .send("POST", project, "/validate?for=deploy", document)
                .text("problems", 0, "pointer"))
        .isEqualTo("/steps/0/value");
    assertThat(workflow(id).at("deployedVersion")).isNull();
    Answer versions = server.send("GET", project, "/" + id + "/versions", null).expect(200);
    assertThat((List<?>) versions.at("items")).isEmpty();
  }

  @Test
  void a_deploy_that_dies_between_the_version_and_its_record_leaves_nothing() throws Exception {
    String id = create("Dies");
    try (Connection blocking = server.database.connect();
        Statement statement = blocking.createStatement()) {
      blocking.setAutoCommit(false);
      statement.execute("lock table workflows.deployment in exclusive mode");
      CompletableFuture<Answer> deploy =
          CompletableFuture.supplyAsync(() -> post(id, "/deploy", null));
      killWhoWaits();
      assertThat(deploy.get(20, TimeUnit.SECONDS).http().statusCode()).isGreaterThanOrEqualTo(500);
      blocking.rollback();
    }
    assertThat(workflow(id).at("deployedVersion")).isNull();
    Answer versions = server.send("GET", project, "/" + id + "/versions", null).expect(200);
    assertThat((List<?>) versions.at("items")).isEmpty();
    assertThat(post(id, "/deploy", null).expect(200).at("version")).isEqualTo(1L);
  }

  /** Ends the session that waits for a lock; the deadline is far beyond what it needs. */
  private static void killWhoWaits() throws SQLException {
    String kill =
        "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'"
            + " and datname = current_database()";
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    try (Connection connection = server.database.connect();
        Statement statement = connection.createStatement()) {
      while (true) {
        try (ResultSet killed = statement.executeQuery(kill)) {
          if (killed.next()) {
            return;
          }
        }
        assertThat(System.nanoTime()).as("the deploy waits").isLessThan(deadline);
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void labels_that_are_wrong_are_told() {
    String id = create("Labels");
    Answer refused = post(id, "/versions", "{\"label\":\"%s\",\"x\":1}".formatted("y".repeat(201)));
    refused.expect(422, "core.body-invalid");
    assertThat((List<?>) refused.at("problems")).hasSize(2);
    post(id, "/versions", "[]").expect(422, "core.body-malformed");
  }

  private Answer workflow(String id) {
    return server.send("GET", project, "/" + id, null).expect(200);
  }

  private Answer post(String id, String rest, String body) {
    return server.send("POST", project, "/" + id + rest, body);
  }

  private Answer put(String id, String rest, String body) {
    return server.send("PUT", project, "/" + id + rest, body);
  }

  private String create(String name) {
    return server.send("POST", project, "", definition(name, 1)).expect(201).text("id");
  }
}
