package dev.hawser.workflows.internal.http;

import static dev.hawser.workflows.internal.http.WorkflowServer.definition;
import static dev.hawser.workflows.internal.http.WorkflowServer.newProject;
import static dev.hawser.workflows.internal.http.WorkflowServer.workflows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.workflows.internal.http.WorkflowServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DraftApiIT {
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
  void a_draft_is_kept_whatever_is_wrong_with_it_and_its_problems_are_told() {
    String id = create("Half done");
    String half =
        "{\"name\":\"Half done\",\"trigger\":{\"type\":\"\"},\"steps\":[{\"id\":7}, 3],\"x\":{}}";
    Answer saved = server.send("PUT", project, "/" + id + "/draft", half).expect(200);
    assertThat(saved.etag()).isEqualTo("\"2\"");
    int problems = ((List<?>) saved.at("problems")).size();
    assertThat(problems).isGreaterThan(3);
    assertThat(saved.at("problemCount")).isEqualTo((long) problems);
    assertThat(saved.text("updatedBy")).isEqualTo("key_test");
    Answer read = server.send("GET", project, "/" + id, null).expect(200);
    assertThat(read.at("definition", "steps", 1)).isEqualTo(3L);
    assertThat(read.at("problemCount")).isEqualTo((long) problems);
    server.send("GET", project, "", null).expect(200);
    Answer again = server.send("PUT", project, "/" + id + "/draft", half).expect(200);
    assertThat(again.etag()).as("nothing changed").isEqualTo("\"2\"");
    Answer refused = server.send("POST", project, "/" + id + "/deploy", null);
    refused.expect(422, "workflows.definition-invalid");
    assertThat((List<?>) refused.at("problems")).hasSize(problems);
    Answer right =
        server.send("PUT", project, "/" + id + "/draft", definition("Half done", 2)).expect(200);
    assertThat((List<?>) right.at("problems")).isEmpty();
    server.send("POST", project, "/" + id + "/deploy", null).expect(200);
  }

  @Test
  void what_is_no_document_or_too_large_is_not_kept() {
    String id = create("Kept");
    for (String none : List.of("[]", "3", "{", "\"x\"")) {
      server
          .send("PUT", project, "/" + id + "/draft", none)
          .expect(422, "workflows.definition-invalid");
    }
    server
        .send("PUT", project, "/" + id + "/draft", definition("Kept", "y".repeat(1 << 20)))
        .expect(413, "workflows.definition-too-large");
    assertThat(server.send("GET", project, "/" + id, null).etag()).isEqualTo("\"1\"");
  }

  @Test
  void a_draft_can_be_tied_to_the_revision_that_was_seen() {
    String id = create("Tied");
    String path = workflows(project) + "/" + id + "/draft";
    Map<String, String> first = Map.of("If-Match", "\"1\"");
    server.send("PUT", path, project, "{}", first).expect(200);
    server.send("PUT", path, project, "{\"a\":1}", first).expect(412, "workflows.revision-changed");
  }

  @Test
  void a_draft_may_have_the_name_of_another_until_it_is_deployed() {
    create("Taken");
    String id = create("Mine");
    Answer saved =
        server.send("PUT", project, "/" + id + "/draft", definition("Taken", 2)).expect(200);
    assertThat(saved.text("name")).isEqualTo("Mine");
    assertThat(saved.text("problems", 0, "pointer")).isEqualTo("/name");
    Answer refused = server.send("POST", project, "/" + id + "/deploy", null);
    refused.expect(422, "workflows.definition-invalid");
    assertThat(refused.text("problems", 0, "pointer")).isEqualTo("/name");
    server
        .send("PUT", project, "/" + id, definition("Taken", 2))
        .expect(409, "workflows.name-taken");
    String other = server.send("GET", project, "?name=Taken", null).text("items", 0, "id");
    server.send("DELETE", project, "/" + other, null).expect(204);
    assertThat(server.send("POST", project, "/" + id + "/deploy", null).expect(200).text("name"))
        .isEqualTo("Taken");
    assertThat(server.send("GET", project, "/" + id, null).text("name")).isEqualTo("Taken");
  }

  @Test
  void of_many_that_take_one_name_at_once_exactly_one_gets_it() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ids.add(create("Rival " + i));
    }
    List<Future<Answer>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String id : ids) {
        answers.add(
            threads.submit(() -> server.send("PUT", project, "/" + id, definition("Prize", 1))));
      }
      answers.add(threads.submit(() -> server.send("POST", project, "", definition("Prize", 1))));
    }
    List<Integer> statuses = new ArrayList<>();
    for (Future<Answer> answer : answers) {
      statuses.add(answer.get().http().statusCode());
    }
    assertThat(statuses.stream().filter(s -> s == 200 || s == 201)).hasSize(1);
    assertThat(statuses.stream().filter(s -> s == 409)).hasSize(6);
  }

  @Test
  void the_order_of_fields_is_no_change() {
    String id = create("Ordered");
    String turned =
        """
        {"steps":[{"value":"1","type":"transform","id":"a"}],"trigger":{"type":"manual"},
         "name":"Ordered","schema":"hawser/v1"}""";
    assertThat(server.send("PUT", project, "/" + id, turned).expect(200).etag()).isEqualTo("\"1\"");
  }

  private String create(String name) {
    return server.send("POST", project, "", definition(name, 1)).expect(201).text("id");
  }
}
