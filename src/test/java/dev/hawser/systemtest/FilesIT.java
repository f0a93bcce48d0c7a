package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Api;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.FileDepot;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Multipart;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.SharedServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files come in, are seen by expressions, go out, and are downloaded from history. */
@ExtendWith(SharedServer.class)
class FilesIT {
  private static final String FACTS =
      """
      {"id": "facts", "type": "transform",
       "value": {"name": "{{ trigger.body.doc.name }}", "size": "{{ trigger.body.doc.size }}"}}
      """;
  private static final String SAME =
      "{\"id\": \"same\", \"type\": \"transform\", \"value\": \"{{ trigger.body }}\"}";

  private static Answer upload(Project project, Deployed workflow, Multipart body) {
    return upload(project, workflow, body, Map.of());
  }

  private static Answer upload(
      Project project, Deployed workflow, Multipart body, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Content-Type", Multipart.TYPE);
    return project.api().withKey(null).send("POST", workflow.hookPath(), body.body(), headers);
  }

  private static Answer download(Api api, Project project, String execution, String file) {
    return api.get(project.path("/executions/" + execution + "/files/" + file));
  }

  private static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void multipart_becomes_fields_and_files(Project project) {
    Deployed workflow = project.deploy(Definitions.webhook("multipart", FACTS));
    Answer accepted =
        upload(
            project,
            workflow,
            new Multipart()
                .field("note", "grüße")
                .part(
                    "Content-Disposition: form-data; name=\"order\"\r\n"
                        + "Content-Type: application/json",
                    "{\"n\": 7}")
                .file("doc", "März 請求書.pdf", "application/pdf", "PDF!")
                .file("many", "a.txt", "text/plain", "A")
                .file("many", "b.txt", "text/plain", "")
                .file("empty", "", "application/octet-stream", ""));
    assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
    Answer execution = project.awaitEnd(accepted.text("executionId"));
    assertThat(Steps.output(execution, "facts"))
        .isEqualTo(Map.of("name", "März 請求書.pdf", "size", 4L));
    assertThat(execution.at("input", "body", "note")).isEqualTo("grüße");
    assertThat(execution.at("input", "body", "order")).isEqualTo(Map.of("n", 7L));
    assertThat(execution.at("input", "body", "doc", "type")).isEqualTo("application/pdf");
    assertThat(execution.at("input", "body", "many", "0", "name")).isEqualTo("a.txt");
    assertThat(execution.at("input", "body", "many", "1", "size")).isEqualTo(0L);
    assertThat(execution.at("input", "body", "empty")).isNull();
  }

  @Test
  void a_binary_body_becomes_one_file_and_text_stays_text(Project project) {
    Deployed workflow = project.deploy(Definitions.webhook("binary", SAME));
    Api anonymous = project.api().withKey(null);
    Map<String, String> headers =
        Map.of("Content-Type", "image/png", "Content-Disposition", "inline; filename=\"x.png\"");
    Answer accepted =
        anonymous.send(
            "PUT", workflow.hookPath(), BodyPublishers.ofByteArray(new byte[] {1, -1, 0}), headers);
    Answer execution = project.awaitEnd(accepted.text("executionId"));
    assertThat(execution.at("input", "body", "name")).isEqualTo("x.png");
    assertThat(execution.at("input", "body", "type")).isEqualTo("image/png");
    assertThat(execution.at("input", "body", "size")).isEqualTo(3L);
    String file = execution.text("input", "body", "$file");
    assertThat(download(project.api(), project, execution.text("id"), file).body())
        .containsExactly(1, -1, 0);

    String text =
        anonymous.post(workflow.hookPath(), "<a/>", "application/xml").text("executionId");
    assertThat(project.awaitEnd(text).at("input", "body")).isEqualTo("<a/>");
    String none = anonymous.post(workflow.hookPath(), "", "image/png").text("executionId");
    assertThat(project.awaitEnd(none).at("input", "body")).isNull();
  }

  @Test
  void history_gives_files_to_their_project_and_to_nobody_else(Hawser hawser, Project project) {
    Deployed workflow = project.deploy(Definitions.webhook("download", FACTS));
    Multipart body = new Multipart().file("doc", "a \"b\" €.html", "text/html", "<b>0123456789");
    String execution = upload(project, workflow, body).text("executionId");
    String file = project.awaitEnd(execution).text("input", "body", "doc", "$file");

    Answer whole = download(project.api(), project, execution, file);
    assertThat(whole.status()).isEqualTo(200);
    assertThat(text(whole)).isEqualTo("<b>0123456789");
    assertThat(whole.contentType()).isEqualTo("text/html");
    assertThat(whole.headers().firstValue("content-length")).hasValue("13");
    assertThat(whole.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(whole.headers().firstValue("content-disposition"))
        .hasValue(
            "attachment; filename=\"a _b_ _.html\"; filename*=UTF-8''a%20%22b%22%20%E2%82%AC.html");
    String path = project.path("/executions/" + execution + "/files/" + file + "?direct=true");
    Answer part =
        project.api().send("GET", path, BodyPublishers.noBody(), Map.of("Range", "bytes=3-5"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(text(part)).isEqualTo("012");
    assertThat(part.headers().firstValue("content-range")).hasValue("bytes 3-5/13");
    Answer outside =
        project.api().send("GET", path, BodyPublishers.noBody(), Map.of("Range", "bytes=99-"));
    assertThat(outside.status()).isEqualTo(416);

    String other = project.webhook(workflow, Map.of("doc", Map.of("name", "x", "size", 1)));
    project.awaitEnd(other);
    String unknown = "file_01h455vb4pex5vsknk084sn02q";
    for (Answer refused :
        List.of(
            download(project.api(), project, other, file),
            download(project.api(), project, execution, unknown),
            download(project.api(), project, execution, "nonsense"),
            download(project.api(), project, "exe_01h455vb4pex5vsknk084sn02q", file))) {
      assertThat(refused.status()).as("%s", refused).isEqualTo(404);
      assertThat(refused.contentType()).startsWith("application/problem+json");
    }
    Project foreign = new Project(project.api(), "prj_01h455vb4pex5vsknk084sn02q");
    assertThat(download(project.api(), foreign, execution, file).status()).isEqualTo(404);
    assertThat(download(hawser.anonymous(), project, execution, file).status()).isEqualTo(401);
  }

  @Test
  void a_file_of_json_comes_back_byte_by_byte(Project project) {
    Deployed workflow = project.deploy(Definitions.webhook("json file", FACTS));
    Multipart body = new Multipart().file("doc", "a.json", "application/json", "{ \"a\" : 1 }");
    String execution = upload(project, workflow, body).text("executionId");
    String file = project.awaitEnd(execution).text("input", "body", "doc", "$file");
    Answer answer = download(project.api(), project, execution, file);
    assertThat(text(answer)).isEqualTo("{ \"a\" : 1 }");
    assertThat(answer.contentType()).isEqualTo("application/json");
  }

  @Test
  void a_forged_reference_finds_nothing(Project project) {
    try (FileDepot depot = FileDepot.start()) {
      Deployed workflow = project.deploy(Definitions.webhook("forged", send(depot)));
      String forged =
          project.webhook(
              workflow, Map.of("doc", Map.of("$file", "file_01h455vb4pex5vsknk084sn02q")));
      Answer execution = project.awaitEnd(forged);
      assertThat(execution.text("status")).isEqualTo("FAILED");
      assertThat(execution.at("error", "code")).isEqualTo("file-not-found");
      assertThat(depot.deliveries()).isEmpty();
    }
  }

  @Test
  void a_replay_uses_the_same_file(Project project) {
    try (FileDepot depot = FileDepot.start()) {
      Deployed workflow = project.deploy(Definitions.webhook("replayed", send(depot)));
      Multipart body = new Multipart().file("doc", "a.csv", "text/csv", "x,y");
      String first = upload(project, workflow, body).text("executionId");
      project.awaitEnd(first);
      String again =
          project.api().post(project.path("/executions/" + first + "/replay")).text("executionId");
      assertThat(project.awaitEnd(again).text("status")).isEqualTo("SUCCEEDED");
      assertThat(depot.deliveries())
          .extracting(FileDepot.Delivery::sha256)
          .hasSize(2)
          .containsOnly(depot.deliveries().getFirst().sha256());
      String file = project.execution(again).text("input", "body", "doc", "$file");
      assertThat(text(download(project.api(), project, again, file))).isEqualTo("x,y");
    }
  }

  private static String send(FileDepot depot) {
    return """
    {"id": "send", "type": "request", "method": "POST", "url": "%s",
     "body": {"kind": "binary", "value": "{{ trigger.body.doc }}"}}
    """
        .formatted(depot.url("/in"));
  }

  @Test
  void an_upload_that_is_repeated_starts_one_execution_and_keeps_one_file(
      Hawser hawser, Project project) {
    Deployed workflow = project.deploy(Definitions.webhook("idempotent upload", FACTS));
    Map<String, String> key = Map.of("Idempotency-Key", "upload-1");
    int before = hawser.storedFiles().size();
    Multipart body = new Multipart().file("doc", "a.csv", "text/csv", "x,y");
    Answer first = upload(project, workflow, body, key);
    Answer second = upload(project, workflow, body, key);
    assertThat(second.text("executionId")).isEqualTo(first.text("executionId"));
    Multipart changed = new Multipart().file("doc", "a.csv", "text/csv", "x,z");
    Answer other = upload(project, workflow, changed, key);
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.text("code")).isEqualTo("core.idempotency-key-reused");
    assertThat(hawser.storedFiles()).hasSize(before + 1);
    project.awaitEnd(first.text("executionId"));
  }

  @Test
  void the_api_starts_a_workflow_with_files_too(Project project) {
    Deployed workflow = project.deploy(Definitions.webhook("by hand with a file", FACTS));
    Multipart body = new Multipart().file("doc", "a.csv", "text/csv", "x,y");
    Answer accepted =
        project
            .api()
            .send(
                "POST",
                project.path("/workflows/" + workflow.id() + "/trigger"),
                body.body(),
                Map.of("Content-Type", Multipart.TYPE));
    assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
    Answer execution = project.awaitEnd(accepted.text("executionId"));
    assertThat(Steps.output(execution, "facts")).isEqualTo(Map.of("name", "a.csv", "size", 3L));
  }

  @Test
  void a_file_inside_a_text_fails_the_step_with_what_to_write_instead(Project project) {
    Deployed workflow =
        project.deploy(
            Definitions.webhook(
                "file as text",
                "{\"id\": \"t\", \"type\": \"transform\", \"value\": \"see {{ trigger.body.doc }}\"}"));
    Multipart body = new Multipart().file("doc", "a.csv", "text/csv", "x,y");
    Answer execution = project.awaitEnd(upload(project, workflow, body).text("executionId"));
    assertThat(execution.text("error", "message"))
        .contains("this is a file", "name, type and size");
  }
}
