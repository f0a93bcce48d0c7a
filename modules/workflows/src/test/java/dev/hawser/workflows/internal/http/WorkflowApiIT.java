package dev.hawser.workflows.internal.http;

import static dev.hawser.workflows.internal.http.WorkflowServer.definition;
import static dev.hawser.workflows.internal.http.WorkflowServer.newProject;
import static dev.hawser.workflows.internal.http.WorkflowServer.workflows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.workflows.internal.http.WorkflowServer.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WorkflowApiIT {
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
  void a_workflow_is_created_read_changed_and_deleted() {
    Answer created = server.send("POST", project, "", definition("Orders", 1)).expect(201);
    assertThat(created.etag()).isEqualTo("\"1\"");
    String id = created.text("id");
    assertThat(created.text("hookPath")).isEqualTo("/hooks/" + id);
    assertThat(created.at("deployedVersion")).isNull();
    assertThat(server.send("GET", project, "/" + id, null).expect(200).json())
        .isEqualTo(created.json());
    assertThat(created.at("definition", "steps", 0, "value")).isEqualTo("1");
    Answer changed = server.send("PUT", project, "/" + id, definition("Orders 2", 2)).expect(200);
    assertThat(changed.at("revision")).isEqualTo(2L);
    assertThat(changed.text("name")).isEqualTo("Orders 2");
    Answer same = server.send("PUT", project, "/" + id, definition("Orders 2", 2)).expect(200);
    assertThat(same.etag()).isEqualTo("\"2\"");
    server.send("DELETE", project, "/" + id, null).expect(204);
    server.send("GET", project, "/" + id, null).expect(404, "workflows.workflow-not-found");
    server.send("DELETE", project, "/" + id, null).expect(404, "workflows.workflow-not-found");
    server.send("POST", project, "", definition("Orders 2", 1)).expect(201);
  }

  @Test
  void a_change_can_be_tied_to_the_revision_that_was_seen() {
    String id = create("Tied");
    String path = workflows(project) + "/" + id;
    Map<String, String> first = Map.of("If-Match", "\"1\"");
    server.send("PUT", path, project, definition("Tied", 2), first).expect(200);
    server
        .send("PUT", path, project, definition("Tied", 3), first)
        .expect(412, "workflows.revision-changed");
    server.send("PUT", path, project, definition("Tied", 3), Map.of("If-Match", "*")).expect(200);
    server
        .send("PUT", path, project, definition("Tied", 4), Map.of("If-Match", "3"))
        .expect(422, "workflows.if-match-invalid");
  }

  @Test
  void of_many_changes_to_one_revision_exactly_one_wins() throws Exception {
    String path = workflows(project) + "/" + create("Raced");
    List<Future<Answer>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        String body = definition("Raced", "v" + i);
        answers.add(
            threads.submit(
                () -> server.send("PUT", path, project, body, Map.of("If-Match", "\"1\""))));
      }
    }
    int won = 0;
    for (Future<Answer> answer : answers) {
      won += answer.get().http().statusCode() == 200 ? 1 : 0;
    }
    assertThat(won).isEqualTo(1);
  }

  @Test
  void names_are_unique_in_a_project() {
    create("One");
    String two = create("Two");
    server.send("POST", project, "", definition("One", 2)).expect(409, "workflows.name-taken");
    server
        .send("PUT", project, "/" + two, definition("One", 2))
        .expect(409, "workflows.name-taken");
    server.send("POST", newProject(), "", definition("One", 1)).expect(201);
  }

  @Test
  void a_list_has_pages_and_finds_a_name() {
    List<String> ids = List.of(create("A"), create("B"), create("C"));
    Answer first = server.send("GET", project, "?limit=2", null).expect(200);
    Answer second =
        server.send("GET", project, "?limit=2&cursor=" + first.text("nextCursor"), null);
    assertThat(List.of(first.text("items", 0, "id"), first.text("items", 1, "id")))
        .isEqualTo(ids.subList(0, 2));
    assertThat(second.text("items", 0, "id")).isEqualTo(ids.get(2));
    assertThat(second.at("nextCursor")).isNull();
    Answer named = server.send("GET", project, "?name=B", null).expect(200);
    assertThat((List<?>) named.at("items")).hasSize(1);
    server.send("GET", project, "?limit=0", null).expect(422);
    server.send("GET", project, "?cursor=zzz", null).expect(422);
  }

  @Test
  void a_wrong_definition_is_refused_with_all_problems() {
    String wrong = definition("x", 1).replace("transform", "transfrom").replace("manual", "manul");
    Answer refused = server.send("POST", project, "", wrong);
    refused.expect(422, "workflows.definition-invalid");
    assertThat((List<?>) refused.at("problems")).hasSize(2);
    assertThat(refused.text("problems", 1, "suggestion")).isEqualTo("transform");
    assertThat(refused.text("problems", 1, "stepId")).isEqualTo("a");
    assertThat(refused.at("problems", 0, "line")).isEqualTo(1L);
    Answer verdict = server.send("POST", project, "/validate", wrong).expect(200);
    assertThat(verdict.at("valid")).isEqualTo(false);
    assertThat((List<?>) verdict.at("problems")).hasSize(2);
    Answer right = server.send("POST", project, "/validate", definition("x", 1)).expect(200);
    assertThat(right.at("valid")).isEqualTo(true);
    server.send("POST", project, "", "{").expect(422, "workflows.definition-invalid");
    server.send("POST", project, "", null).expect(400, "core.argument-missing");
    server
        .send("POST", project, "", definition("x", "y".repeat(1 << 20)))
        .expect(413, "workflows.definition-too-large");
  }

  @Test
  void yaml_is_accepted_and_kept_as_json() {
    String yaml = "schema: hawser/v1\nname: Y\ntrigger: {type: manual}\nsteps: []\n";
    Answer created =
        server
            .send(
                "POST",
                workflows(project),
                project,
                yaml,
                Map.of("Content-Type", "application/yaml"))
            .expect(201);
    assertThat(created.at("definition", "trigger", "type")).isEqualTo("manual");
  }

  @Test
  void deploying_makes_versions_and_only_when_something_changed() {
    String id = create("Deployed");
    Answer first = server.send("POST", project, "/" + id + "/deploy", null).expect(200);
    assertThat(first.at("version")).isEqualTo(1L);
    assertThat(first.text("createdBy")).isEqualTo("key_test");
    assertThat(server.send("POST", project, "/" + id + "/deploy", null).at("version"))
        .isEqualTo(1L);
    server.send("PUT", project, "/" + id, definition("Deployed", 2)).expect(200);
    assertThat(server.send("POST", project, "/" + id + "/deploy", null).at("version"))
        .isEqualTo(2L);
    assertThat(server.send("GET", project, "/" + id, null).at("deployedVersion")).isEqualTo(2L);
    Answer versions = server.send("GET", project, "/" + id + "/versions?limit=1", null).expect(200);
    assertThat(versions.at("items", 0, "version")).isEqualTo(2L);
    Answer older =
        server.send(
            "GET", project, "/" + id + "/versions?cursor=" + versions.text("nextCursor"), null);
    assertThat(older.at("items", 0, "version")).isEqualTo(1L);
    Answer one = server.send("GET", project, "/" + id + "/versions/1", null).expect(200);
    assertThat(one.at("definition", "steps", 0, "value")).isEqualTo("1");
    for (String none : List.of("3", "0", "x", "99999999999")) {
      server
          .send("GET", project, "/" + id + "/versions/" + none, null)
          .expect(404, "workflows.version-not-found");
    }
    server.send("POST", project, "/" + id + "/undeploy", null).expect(204);
    server.send("POST", project, "/" + id + "/undeploy", null).expect(204);
    assertThat(server.send("GET", project, "/" + id, null).at("deployedVersion")).isNull();
  }

  @Test
  void a_repeated_request_has_one_effect_and_the_same_answer() throws Exception {
    Map<String, String> key = Map.of("Idempotency-Key", "k1");
    List<Future<Answer>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        answers.add(
            threads.submit(
                () ->
                    server.send("POST", workflows(project), project, definition("Once", 1), key)));
      }
    }
    String id = answers.getFirst().get().expect(201).text("id");
    for (Future<Answer> answer : answers) {
      assertThat(answer.get().expect(201).text("id")).isEqualTo(id);
    }
    server
        .send("POST", workflows(project), project, definition("Other", 1), key)
        .expect(422, "core.idempotency-key-reused");
    server.send("POST", workflows(newProject()), project, definition("Other", 1), key).expect(404);
    String deploy = workflows(project) + "/" + id + "/deploy";
    Map<String, String> second = Map.of("Idempotency-Key", "k2");
    server.send("POST", deploy, project, null, second).expect(200);
    server.send("PUT", project, "/" + id, definition("Once", 2)).expect(200);
    assertThat(server.send("POST", deploy, project, null, second).expect(200).at("version"))
        .isEqualTo(1L);
    server.bean(MovableClock.class).move(Duration.ofHours(25));
    assertThat(server.send("POST", deploy, project, null, second).expect(200).at("version"))
        .isEqualTo(2L);
  }

  @Test
  void a_failed_request_does_not_use_its_key_up() {
    Map<String, String> key = Map.of("Idempotency-Key", "k3");
    create("Taken");
    server
        .send("POST", workflows(project), project, definition("Taken", 1), key)
        .expect(409, "workflows.name-taken");
    server.send("POST", workflows(project), project, definition("Free", 1), key).expect(201);
  }

  @Test
  void every_path_wants_a_caller_of_the_project() {
    String id = create("Mine");
    String stranger = newProject();
    List<String> paths =
        List.of(
            "GET ",
            "POST ",
            "GET /" + id,
            "PUT /" + id,
            "DELETE /" + id,
            "POST /validate",
            "POST /" + id + "/deploy",
            "POST /" + id + "/undeploy",
            "PUT /" + id + "/draft",
            "POST /" + id + "/copy",
            "GET /" + id + "/diff",
            "POST /" + id + "/diff",
            "GET /" + id + "/export",
            "GET /" + id + "/deployments",
            "POST /" + id + "/versions",
            "PUT /" + id + "/versions/1",
            "POST /" + id + "/versions/1/deploy",
            "POST /" + id + "/versions/1/restore",
            "GET /" + id + "/versions",
            "GET /" + id + "/versions/1");
    for (String path : paths) {
      String method = path.substring(0, path.indexOf(' '));
      String rest = path.substring(path.indexOf(' ') + 1);
      String body = method.equals("GET") ? null : definition("Mine 2", 1);
      String target = workflows(project) + rest;
      server.send(method, target, null, body, Map.of()).expect(401);
      server.send(method, target, "nonsense", body, Map.of()).expect(401);
      server.send(method, target, stranger, body, Map.of()).expect(404);
      server.send(method, workflows("prj_x") + rest, project, body, Map.of()).expect(404);
      if (rest.contains(id)) {
        server.send(method, workflows(stranger) + rest, stranger, body, Map.of()).expect(404);
        String malformed = rest.replace(id, "wf_nonsense");
        server.send(method, workflows(project) + malformed, project, body, Map.of()).expect(404);
      }
    }
    server.send("GET", project, "/" + id, null).expect(200);
  }

  private String create(String name) {
    return server.send("POST", project, "", definition(name, 1)).expect(201).text("id");
  }
}
