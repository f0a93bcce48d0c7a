package dev.hawser.workflows.internal.http;

import static dev.hawser.workflows.internal.http.WorkflowServer.definition;
import static dev.hawser.workflows.internal.http.WorkflowServer.newProject;
import static dev.hawser.workflows.internal.http.WorkflowServer.workflows;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.workflows.internal.http.WorkflowServer.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Comparing, exporting and copying. */
class DiffApiIT {
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
  void drafts_and_versions_are_compared() {
    String id = create("W");
    send("GET", "/" + id + "/diff").expect(404, "workflows.version-not-found");
    send("POST", "/" + id + "/deploy").expect(200);
    Answer same = send("GET", "/" + id + "/diff").expect(200);
    assertThat(same.at("same")).isEqualTo(true);
    assertThat(same.text("text")).isEmpty();
    server.send("PUT", project, "/" + id, definition("W", 2)).expect(200);
    Answer changed = send("GET", "/" + id + "/diff").expect(200);
    assertThat(changed.at("same")).isEqualTo(false);
    assertThat(changed.at("from", "version")).isEqualTo(1L);
    assertThat(changed.at("to", "version")).isNull();
    assertThat(changed.at("changes", 0))
        .isEqualTo(
            Map.of(
                "kind",
                "CHANGED",
                "stepId",
                "a",
                "pointer",
                "/steps/0/value",
                "field",
                "value",
                "from",
                "1",
                "to",
                "2"));
    assertThat(changed.text("text"))
        .startsWith("--- W, version 1\n+++ W, draft\n@@")
        .contains("\n-  value: '1'\n+  value: '2'\n");
    Answer turned = send("GET", "/" + id + "/diff?from=draft&to=deployed").expect(200);
    assertThat(turned.at("changes", 0, "to")).isEqualTo("1");
    for (String wrong : List.of("from=9", "to=x", "toWorkflow=wf_x", "from=")) {
      send("GET", "/" + id + "/diff?" + wrong).expect(404);
    }
  }

  @Test
  void two_workflows_are_compared_if_both_are_the_projects() {
    String one = create("One");
    String two = create("Two");
    Answer diff = send("GET", "/" + one + "/diff?from=draft&toWorkflow=" + two).expect(200);
    assertThat(diff.text("to", "workflow")).isEqualTo(two);
    assertThat(diff.text("changes", 0, "field")).isEqualTo("name");
    String stranger = newProject();
    String theirs = server.send("POST", stranger, "", definition("X", 1)).text("id");
    send("GET", "/" + one + "/diff?from=draft&toWorkflow=" + theirs)
        .expect(404, "workflows.workflow-not-found");
  }

  @Test
  void a_document_is_compared_without_being_kept() {
    String id = create("Doc");
    String yaml = "name: Doc\nsteps: [{id: a, type: transform, value: '1'}, {id: b}]\n";
    Answer diff =
        server
            .send(
                "POST",
                workflows(project) + "/" + id + "/diff",
                project,
                yaml,
                Map.of("Content-Type", "application/yaml"))
            .expect(200);
    assertThat(diff.each("changes", "kind")).containsExactly("CHANGED", "CHANGED", "ADDED");
    assertThat(send("GET", "/" + id).etag()).isEqualTo("\"1\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello.yaml", "files.yaml"})
  void what_is_exported_and_imported_is_the_same(String file) throws Exception {
    String source = Files.readString(Path.of("../../examples", file));
    var yaml = Map.of("Content-Type", "application/yaml");
    Answer made = server.send("POST", workflows(project), project, source, yaml).expect(201);
    String path = workflows(project) + "/" + made.text("id");
    byte[] exported = server.download(path + "/export", project);
    String text = new String(exported, UTF_8);
    Answer again = server.send("PUT", path, project, text, yaml).expect(200);
    assertThat(again.etag()).as("unchanged").isEqualTo("\"1\"");
    assertThat(again.at("definition")).isEqualTo(made.at("definition"));
    Answer json = server.send("GET", path + "/export?format=json", project, null, Map.of());
    assertThat(json.json()).isEqualTo(made.at("definition"));
    assertThat(json.http().headers().firstValue("Content-Disposition").orElseThrow())
        .isEqualTo("attachment; filename=\"" + file.replace("yaml", "json") + "\"");
    assertThat(text).startsWith("schema: hawser/v1\n").doesNotContain("#");
    Answer serverless =
        server.send("GET", path + "/export?format=serverless", project, null, Map.of()).expect(200);
    assertThat(serverless.at("document", "document", "dsl")).isEqualTo("1.0.3");
    assertThat((List<?>) serverless.at("losses")).isNotEmpty();
    server
        .send("GET", path + "/export?format=xml", project, null, Map.of())
        .expect(422, "workflows.export-format-unknown");
    server.send("GET", path + "/export?version=4", project, null, Map.of()).expect(404);
  }

  @Test
  void a_copy_is_a_new_workflow_under_another_name() {
    String id = create("Source");
    send("POST", "/" + id + "/deploy").expect(200);
    server.send("PUT", project, "/" + id + "/draft", "{\"name\":\"Source\",\"x\":1}").expect(200);
    String path = workflows(project) + "/" + id + "/copy";
    Map<String, String> key = Map.of("Idempotency-Key", "c1");
    String body = "{\"name\":\"Copy\",\"project\":\"" + project + "\"}";
    Answer copy = server.send("POST", path, project, body, key).expect(201);
    assertThat(copy.text("id")).isNotEqualTo(id);
    assertThat(copy.text("name")).isEqualTo("Copy");
    assertThat(copy.at("definition", "x")).as("a draft with its problems").isEqualTo(1L);
    assertThat((Long) copy.at("problemCount")).isPositive();
    assertThat(server.send("POST", path, project, body, key).expect(201).text("id"))
        .isEqualTo(copy.text("id"));
    Answer old =
        server
            .send("POST", path, project, "{\"name\":\"Old\",\"version\":\"1\"}", Map.of())
            .expect(201);
    assertThat(old.at("problemCount")).isEqualTo(0L);
    assertThat(old.at("deployedVersion")).isNull();
    server
        .send("POST", path, project, "{\"name\":\"Old\"}", Map.of())
        .expect(409, "workflows.name-taken");
    Answer refused = server.send("POST", path, project, "{\"name\":\" x\"}", Map.of());
    refused.expect(422, "workflows.name-invalid");
    assertThat(refused.text("problems", 0, "pointer")).isEqualTo("/name");
    server.send("POST", path, project, "{}", Map.of()).expect(422, "core.body-invalid");
  }

  @Test
  void a_copy_goes_only_where_the_caller_may_go() {
    String id = create("Stays");
    String stranger = newProject();
    String body = "{\"name\":\"Stolen\",\"project\":\"" + stranger + "\"}";
    server
        .send("POST", project, "/" + id + "/copy", body)
        .expect(404, "identity.project-not-found");
    server
        .send("POST", workflows(project) + "/" + id + "/copy", stranger, body, Map.of())
        .expect(404, "identity.project-not-found");
    server.send("POST", stranger, "/" + id + "/copy", body).expect(404);
    assertThat((List<?>) server.send("GET", stranger, "", null).at("items")).isEmpty();
  }

  private Answer send(String method, String rest) {
    return server.send(method, project, rest, null);
  }

  private String create(String name) {
    return server.send("POST", project, "", definition(name, 1)).expect(201).text("id");
  }
}
