package dev.hawser.workflows.internal.http;

import static dev.hawser.workflows.internal.http.WorkflowServer.definition;
import static dev.hawser.workflows.internal.http.WorkflowServer.newProject;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.http.WorkflowServer.Answer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EventApiIT {
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
  void an_event_is_defined_read_changed_listed_and_deleted() {
    Answer made =
        put(
                "order.created",
                "{\"description\":\"d\",\"example\":{\"id\":7,\"items\":[{\"a\":1},{\"a\":null,\"b\":\"x\"}]}}")
            .expect(201);
    assertThat(made.etag()).isEqualTo("\"1\"");
    assertThat(made.at("schema", "properties", "id", "type")).isEqualTo("integer");
    assertThat(made.at("schema", "properties", "items", "items", "properties", "a", "type"))
        .isEqualTo(List.of("integer", "null"));
    assertThat(made.at("example", "items", 1, "b")).isEqualTo("x");
    assertThat(server.send("GET", path("/order.created"), project, null, Map.of()).json())
        .isEqualTo(made.json());
    Answer same =
        put(
                "order.created",
                "{\"description\":\"d\",\"example\":{\"id\":7,\"items\":[{\"a\":1},{\"a\":null,\"b\":\"x\"}]}}")
            .expect(200);
    assertThat(same.etag()).as("nothing changed").isEqualTo("\"1\"");
    Answer changed = put("order.created", "{\"example\":[1.5, 2]}").expect(200);
    assertThat(changed.etag()).isEqualTo("\"2\"");
    assertThat(changed.at("description")).isNull();
    assertThat(changed.at("schema", "items", "type")).isEqualTo("number");
    put("a", "{\"example\":1}").expect(201);
    put("b", "{\"example\":1}").expect(201);
    Answer page = send("GET", "?limit=2").expect(200);
    assertThat(page.text("items", 0, "name")).isEqualTo("a");
    Answer rest = send("GET", "?cursor=" + page.text("nextCursor")).expect(200);
    assertThat(rest.text("items", 0, "name")).isEqualTo("order.created");
    assertThat(rest.at("nextCursor")).isNull();
    send("DELETE", "/a").expect(204);
    send("DELETE", "/a").expect(404, "workflows.event-not-found");
    send("GET", "/a").expect(404, "workflows.event-not-found");
  }

  @Test
  void a_change_can_be_tied_to_a_revision_or_to_there_being_none() {
    put("e", "{\"example\":1}").expect(201);
    var onlyNew = Map.of("If-None-Match", "*");
    server
        .send("PUT", path("/e"), project, "{\"example\":2}", onlyNew)
        .expect(409, "workflows.event-exists");
    server
        .send("PUT", path("/e"), project, "{\"example\":2}", Map.of("If-Match", "\"7\""))
        .expect(412, "workflows.revision-changed");
    server
        .send("PUT", path("/e"), project, "{\"example\":2}", Map.of("If-Match", "\"1\""))
        .expect(200);
    server
        .send("PUT", path("/f"), project, "{\"example\":2}", Map.of("If-Match", "\"1\""))
        .expect(404, "workflows.event-not-found");
  }

  @Test
  void of_many_that_make_one_event_exactly_one_makes_it() throws Exception {
    List<Future<Answer>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        String body = "{\"example\":" + i + "}";
        answers.add(threads.submit(() -> put("raced", body)));
      }
    }
    int made = 0;
    for (Future<Answer> answer : answers) {
      assertThat(answer.get().http().statusCode()).isIn(200, 201);
      made += answer.get().http().statusCode() == 201 ? 1 : 0;
    }
    assertThat(made).isEqualTo(1);
    assertThat(send("GET", "/raced").at("revision")).isEqualTo(6L);
  }

  @Test
  void all_that_is_wrong_is_told_at_once() {
    Answer refused = put("Order", "{\"description\":3,\"x/y\":1}");
    refused.expect(422, "workflows.event-invalid");
    assertThat(refused.each("problems", "pointer"))
        .containsExactly("/name", "/x~1y", "/description", "/example");
    put("e", "{\"example\":null}").expect(422, "workflows.event-invalid");
    put("e", "{\"name\":\"f\",\"example\":1}").expect(422, "workflows.event-invalid");
    put("e", "nonsense").expect(422, "workflows.event-invalid");
    put("e", "{\"example\":\"" + "x".repeat(256 << 10) + "\"}")
        .expect(422, "workflows.event-invalid");
    put("e".repeat(65), "{\"example\":1}").expect(422, "workflows.event-invalid");
    put("e".repeat(64), "{\"example\":\"\\u0000\"}").expect(201);
  }

  @Test
  void names_and_cursors_that_postgres_cannot_have_are_no_names() {
    send("GET", "/a%00b").expect(400, "core.argument-invalid");
    send("DELETE", "/%00").expect(400, "core.argument-invalid");
    for (String name : List.of("/A", "/" + "e".repeat(65))) {
      send("GET", name).expect(404, "workflows.event-not-found");
      send("GET", name + "/workflows").expect(404, "workflows.event-not-found");
      send("DELETE", name).expect(404, "workflows.event-not-found");
      put(name.substring(1), "{\"example\":1}").expect(422, "workflows.event-invalid");
    }
    String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString("a\0b".getBytes(UTF_8));
    send("GET", "?cursor=" + cursor).expect(422, "core.page-invalid");
    server.send("GET", project, "?name=a%00b", null).expect(400, "core.argument-invalid");
  }

  @Test
  void who_names_an_event_is_known() {
    put("order", "{\"example\":1}").expect(201);
    String id = workflow("Listens");
    String listening =
        """
        {"name":"Listens","trigger":{"type":"event","name":"order"},
         "steps":[{"id":"w","type":"waitFor","event":"other\\u0000"}]}""";
    server.send("PUT", project, "/" + id + "/draft", listening).expect(200);
    Answer users = send("GET", "/order/workflows").expect(200);
    assertThat(users.text("items", 0, "name")).isEqualTo("Listens");
    assertThat(users.at("items", 0, "draft")).isEqualTo(true);
    assertThat(users.at("items", 0, "deployed")).isEqualTo(false);
    server.send("PUT", project, "/" + id + "/draft", "{}").expect(200);
    assertThat((List<?>) send("GET", "/order/workflows").at("items")).isEmpty();
    send("GET", "/unknown/workflows").expect(404);
  }

  @Test
  void a_workflow_whose_event_is_not_there_is_not_deployed() {
    put("order.created", "{\"example\":1}").expect(201);
    String id = workflow("Typo");
    String wrong =
        """
        {"schema":"hawser/v1","name":"Typo","trigger":{"type":"event","name":"order.craeted"},
         "steps":[]}""";
    server.send("PUT", project, "/" + id + "/draft", wrong).expect(200);
    Answer refused = server.send("POST", project, "/" + id + "/deploy", null).expect(422);
    int at = refused.each("problems", "pointer").indexOf("/trigger/name");
    assertThat(refused.text("problems", at, "message"))
        .isEqualTo(
            "the project has no app event \"order.craeted\"; did you mean \"order.created\"?");
    assertThat(refused.text("problems", at, "suggestion")).isEqualTo("order.created");
  }

  @Test
  void an_event_that_a_deployed_workflow_names_is_deleted_only_by_force() throws Exception {
    put("used", "{\"example\":1}").expect(201);
    String id = deployed("Uses it");
    try (Connection connection = server.database.connect()) {
      use(connection, id, "used");
    }
    assertThat(send("GET", "/used/workflows").at("items", 0, "deployed")).isEqualTo(true);
    Answer refused = send("DELETE", "/used");
    refused.expect(409, "workflows.event-in-use");
    assertThat(refused.text("detail")).contains("Uses it");
    send("DELETE", "/used?force=true").expect(204);
    put("used", "{\"example\":1}").expect(201);
    server.send("POST", project, "/" + id + "/undeploy", null).expect(204);
    send("DELETE", "/used").expect(204);
  }

  @Test
  void a_deletion_waits_for_a_deploy_that_names_the_event_and_then_sees_it() throws Exception {
    put("held", "{\"example\":1}").expect(201);
    String id = deployed("Deploys now");
    try (Connection deploying = server.database.connect()) {
      deploying.setAutoCommit(false);
      String hold =
          "select 1 from workflows.app_event where project_id = ? and name = 'held' for key share";
      try (PreparedStatement statement = deploying.prepareStatement(hold)) {
        statement.setObject(1, ProjectId.parse(project).orElseThrow().value());
        statement.execute();
      }
      CompletableFuture<Answer> deletion =
          CompletableFuture.supplyAsync(() -> send("DELETE", "/held"));
      awaitBlocked();
      use(deploying, id, "held");
      deploying.commit();
      deletion.get(20, TimeUnit.SECONDS).expect(409, "workflows.event-in-use");
    }
  }

  @Test
  void every_path_wants_a_caller_of_the_project() {
    put("mine", "{\"example\":1}").expect(201);
    String stranger = newProject();
    for (String path :
        List.of("GET ", "GET /mine", "PUT /mine", "DELETE /mine", "GET /mine/workflows")) {
      String method = path.substring(0, path.indexOf(' '));
      String target = path(path.substring(path.indexOf(' ') + 1));
      String body = method.equals("PUT") ? "{\"example\":2}" : null;
      server.send(method, target, null, body, Map.of()).expect(401);
      server.send(method, target, stranger, body, Map.of()).expect(404);
    }
    String theirs = "/api/v1/projects/" + stranger + "/events/mine";
    server.send("GET", theirs, stranger, null, Map.of()).expect(404);
  }

  /** Somebody waits for a lock; the deadline is far beyond what it needs. */
  private static void awaitBlocked() throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    try (Connection connection = server.database.connect();
        PreparedStatement waiting =
            connection.prepareStatement(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname ="
                    + " current_database()")) {
      while (true) {
        try (var rows = waiting.executeQuery()) {
          rows.next();
          if (rows.getInt(1) > 0) {
            return;
          }
        }
        assertThat(System.nanoTime()).as("the deletion waits").isLessThan(deadline);
        Thread.onSpinWait();
      }
    }
  }

  private void use(Connection connection, String workflow, String event) throws SQLException {
    String sql =
        "insert into workflows.event_use (project_id, name, workflow_id, version) values (?,?,?,1)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, ProjectId.parse(project).orElseThrow().value());
      statement.setString(2, event);
      statement.setObject(3, WorkflowId.parse(workflow).orElseThrow().value());
      statement.executeUpdate();
    }
  }

  private String deployed(String name) {
    String id = workflow(name);
    server.send("POST", project, "/" + id + "/deploy", null).expect(200);
    return id;
  }

  private String workflow(String name) {
    return server.send("POST", project, "", definition(name, 1)).expect(201).text("id");
  }

  private String path(String rest) {
    return "/api/v1/projects/" + project + "/events" + rest;
  }

  private Answer put(String name, String body) {
    return server.send("PUT", path("/" + name), project, body, Map.of());
  }

  private Answer send(String method, String rest) {
    return server.send(method, path(rest), project, null, Map.of());
  }
}
