package dev.hawser.workflows.internal.http;

import static dev.hawser.workflows.internal.http.WorkflowServer.definition;
import static dev.hawser.workflows.internal.http.WorkflowServer.newProject;
import static dev.hawser.workflows.internal.http.WorkflowServer.workflows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.tenancy.ProjectData;
import dev.hawser.core.tenancy.ProjectData.Deleted;
import dev.hawser.core.tenancy.ProjectData.Left;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.DeployedWorkflows;
import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.http.WorkflowServer.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Workflows go from project to project, and with their project. */
class ProjectCopyIT {
  private static final String LISTENS =
      """
      {"schema":"hawser/v1","name":"Listens","trigger":{"type":"event","name":"ordered"},"steps":[
       {"id":"call","type":"workflow","workflow":"Called","await":false},
       {"id":"a","type":"transform","value":"%s"}]}
      """;

  private static WorkflowServer server;
  private final String source = newProject();
  private final String target = newProject();

  @BeforeAll
  static void start() {
    server = WorkflowServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String create(String project, String definition) {
    return server.send("POST", project, "", definition).expect(201).text("id");
  }

  private static void event(String project, String example) {
    server
        .send(
            "PUT",
            "/api/v1/projects/" + project + "/events/ordered",
            project,
            "{\"example\":" + example + "}",
            Map.of())
        .expect(201);
  }

  private Answer copy(String more, Map<String, String> headers) {
    return server.send(
        "POST",
        "/api/v1/projects/" + target + "/workflow-copies",
        target,
        "{\"from\":\"" + source + "\"" + more + "}",
        headers);
  }

  private static List<Object> names(String project) {
    return server.send("GET", project, "", null).expect(200).each("items", "name").stream()
        .map(Object.class::cast)
        .toList();
  }

  private static List<Object> texts(Answer answer, int workflow) {
    return ((List<?>)
            java.util.Objects.requireNonNull(answer.at("workflows", workflow, "messages")))
        .stream().<Object>map(message -> ((Map<?, ?>) message).get("text")).toList();
  }

  @Test
  void all_workflows_are_copied_with_their_events_after_a_preview_that_changes_nothing() {
    event(source, "{\"n\":1}");
    String called = create(source, definition("Called", "x"));
    create(source, LISTENS.formatted("x"));
    create(source, definition("Refused", TestBeans.REFUSED));
    Answer before = server.send("GET", source, "/" + called, null);

    Answer preview = copy(",\"dryRun\":true", Map.of()).expect(200);
    assertThat(preview.at("dryRun")).isEqualTo(true);
    assertThat(preview.each("workflows", "action")).containsExactly("add", "add", "add");
    assertThat(preview.each("workflows", "name")).containsExactly("Called", "Listens", "Refused");
    assertThat(preview.each("events", "action")).containsExactly("add");
    assertThat(texts(preview, 1).toString())
        .as("what it needs is copied too")
        .doesNotContain("Called", "ordered");
    assertThat(texts(preview, 2)).containsExactly("is refused");
    assertThat(preview.at("workflows", 2, "messages", 0, "level")).isEqualTo("warning");
    assertThat(names(target)).isEmpty();

    Map<String, String> key = Map.of("Idempotency-Key", "once");
    Answer copied = copy("", key).expect(200);
    assertThat(copied.each("workflows", "action")).containsExactly("add", "add", "add");
    assertThat(copy("", key).expect(200).json()).as("the same request").isEqualTo(copied.json());
    assertThat(names(target)).containsExactly("Called", "Listens", "Refused");
    Answer copy = server.send("GET", target, "/" + copied.text("workflows", 0, "workflow"), null);
    assertThat(copy.at("definition")).isEqualTo(before.at("definition"));
    assertThat(copy.at("deployedVersion")).isNull();
    assertThat(server.send("GET", source, "/" + called, null).json()).isEqualTo(before.json());
    assertThat(copy("", Map.of()).expect(200).each("workflows", "action"))
        .containsExactly("identical", "identical", "identical");
    assertThat(copy("", Map.of()).each("events", "action")).containsExactly("identical");
  }

  @Test
  void a_copy_replaces_the_draft_of_the_same_name_and_keeps_what_it_was_and_what_is_deployed() {
    event(source, "{\"n\":1}");
    event(target, "{\"m\":1}");
    create(source, LISTENS.formatted("new"));
    String theirs = create(source, definition("Plain", "new"));
    String old = create(target, definition("Plain", "old"));
    server.send("POST", target, "/" + old + "/deploy", null).expect(200);
    server.send("PUT", target, "/" + old, definition("Plain", "unsaved")).expect(200);

    Answer copied = copy(",\"workflows\":[\"Plain\",\"Listens\"]", Map.of()).expect(200);
    assertThat(copied.each("workflows", "action")).containsExactly("modify", "add");
    assertThat(copied.at("workflows", 0, "workflow")).isEqualTo(old);
    assertThat(copied.at("workflows", 0, "source")).isEqualTo(theirs);
    assertThat(texts(copied, 0))
        .containsExactly(
            "what the draft was before is saved as a version", "version 1 stays deployed");
    assertThat(texts(copied, 1)).anyMatch(text -> text.toString().contains("Called"));
    assertThat(copied.each("events", "action")).containsExactly("keep");
    Answer now = server.send("GET", target, "/" + old, null);
    assertThat(now.at("definition", "steps", 0, "value")).isEqualTo("new");
    assertThat(now.at("deployedVersion")).isEqualTo(1L);
    assertThat(
            server
                .send("GET", target, "/" + old + "/versions/2", null)
                .at("definition", "steps", 0, "value"))
        .isEqualTo("unsaved");

    Answer another =
        copy(",\"workflows\":[\"" + theirs + "\"],\"as\":\"new\"", Map.of()).expect(200);
    assertThat(another.each("workflows", "name")).containsExactly("Plain (2)");
  }

  @Test
  void only_deployed_versions_are_copied_when_they_are_wanted() {
    String deployed = create(source, definition("Deployed", "first"));
    server.send("POST", source, "/" + deployed + "/deploy", null).expect(200);
    server.send("PUT", source, "/" + deployed, definition("Deployed", "second")).expect(200);
    create(source, definition("Draft", "x"));
    Answer copied = copy(",\"state\":\"deployed\"", Map.of()).expect(200);
    assertThat(copied.each("workflows", "name")).containsExactly("Deployed");
    Answer copy = server.send("GET", target, "/" + copied.text("workflows", 0, "workflow"), null);
    assertThat(copy.at("definition", "steps", 0, "value")).isEqualTo("first");
    copy(",\"state\":\"deployed\",\"workflows\":[\"Draft\"]", Map.of())
        .expect(404, "workflows.version-not-found");
    assertThat(names(target)).containsExactly("Deployed");
  }

  @Test
  void what_is_wrong_is_said_and_nothing_is_copied() {
    create(source, definition("Good", "x"));
    copy(",\"workflows\":[\"Good\",\"None\"]", Map.of())
        .expect(404, "workflows.workflow-not-found");
    Answer wrong = copy(",\"state\":\"x\",\"as\":\"y\",\"odd\":1", Map.of()).expect(422);
    assertThat(wrong.each("problems", "pointer")).contains("/state", "/as", "/odd");
    String path = "/api/v1/projects/" + target + "/workflow-copies";
    for (String from : List.of(TestBeans.HIDDEN, "x")) {
      server
          .send("POST", path, target, "{\"from\":\"" + from + "\"}", Map.of())
          .expect(404, "identity.project-not-found");
    }
    server.send("POST", path, target, "{\"from\":\"" + target + "\"}", Map.of()).expect(422);
    server
        .send("POST", path, source, "{\"from\":\"" + target + "\"}", Map.of())
        .expect(404, "identity.project-not-found");
    assertThat(names(target)).isEmpty();
  }

  @Test
  void with_their_project_workflows_go_from_tables_and_caches_of_all_replicas() throws Exception {
    event(source, "1");
    String id = create(source, definition("Deployed", "first"));
    create(source, LISTENS.formatted("x"));
    server.send("POST", source, "/" + id + "/deploy", null).expect(200);
    server.send("PUT", source, "/" + id, definition("Deployed", "second")).expect(200);
    server.send("POST", source, "/" + id + "/deploy", null).expect(200);
    String other = create(target, definition("Deployed", "other"));
    server.send("POST", target, "/" + other + "/deploy", null).expect(200);
    server.send(
        "POST", workflows(source), source, definition("Once", 1), Map.of("Idempotency-Key", "k"));
    WorkflowId workflow = WorkflowId.parse(id).orElseThrow();
    try (WorkflowServer sibling = server.sibling()) {
      DeployedWorkflows there = sibling.bean(DeployedWorkflows.class);
      assertThat(there.findDeployed(workflow)).isPresent();
      assertThat(there.findVersion(workflow, 1)).isPresent();
      ProjectData data = server.bean(ProjectData.class);
      ProjectId project = ProjectId.parse(source).orElseThrow();
      Deleted deleted;
      do {
        deleted = data.delete(project, null, 1);
      } while (deleted.left() == Left.SOME);
      assertThat(data.delete(project, null, 1)).isEqualTo(Deleted.NOTHING);
      org.awaitility.Awaitility.await()
          .untilAsserted(
              () -> {
                assertThat(there.findDeployed(workflow)).isEmpty();
                assertThat(there.findVersion(workflow, 1)).isEmpty();
              });
      assertThat(there.findDeployed(WorkflowId.parse(other).orElseThrow())).isPresent();
    }
    assertThat(names(target)).containsExactly("Deployed");
    try (var connection = server.database.connect();
        var statement = connection.createStatement()) {
      for (String rows :
          List.of(
              "workflow where project_id",
              "app_event where project_id",
              "event_use where project_id",
              "idempotency_key where owner")) {
        try (var row =
            statement.executeQuery(
                "select count(*) from workflows."
                    + rows
                    + " = '"
                    + ProjectId.parse(source).orElseThrow().value()
                    + "'")) {
          row.next();
          assertThat(row.getLong(1)).as(rows).isZero();
        }
      }
    }
  }
}
