package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Bytes;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.FileDepot;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Multipart;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Promise E5: payloads stream. A file much of the heap's size goes through every door. */
class LargeFileIT {
  private static final long SIZE = 100L << 20;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Test
  void a_file_of_100_MiB_goes_through_three_steps_with_a_heap_of_256_MiB() throws Exception {
    try (FileDepot depot = FileDepot.start();
        Hawser hawser =
            Hawser.installed().heap("256m").set("engine.respond-timeout", "3m").start()) {
      HttpClient client = HttpClient.newHttpClient();
      Project project = hawser.project();
      Deployed workflow = project.deploy(Definitions.webhook("large", steps(depot)));
      String sha = Bytes.sha256(Bytes.random(SIZE));

      HttpRequest upload =
          HttpRequest.newBuilder(hawser.address().resolve(workflow.hookPath()))
              .timeout(LIMIT)
              .header("Content-Type", Multipart.TYPE)
              .POST(
                  new Multipart()
                      .file("doc", "large.bin", "application/zip", () -> Bytes.random(SIZE))
                      .body())
              .build();
      HttpResponse<InputStream> answer = client.send(upload, BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValueAsLong("content-length")).hasValue(SIZE);
      assertThat(Bytes.sha256(answer.body())).as("answered").isEqualTo(sha);

      String id = answer.headers().firstValue("x-execution-id").orElseThrow();
      Answer execution = project.awaitEnd(id);
      assertThat(execution.text("status")).isEqualTo("SUCCEEDED");
      assertThat(depot.deliveries()).hasSize(2);
      FileDepot.Delivery sent = depot.deliveries().getFirst();
      assertThat(sent.sha256()).as("sent").isEqualTo(sha);
      assertThat(sent.length()).isEqualTo(Long.toString(SIZE));
      assertThat(sent.type()).isEqualTo("application/zip");
      FileDepot.Delivery again = depot.deliveries().getLast();
      assertThat(Long.parseLong(again.length())).isGreaterThan(SIZE);
      assertThat(again.type()).startsWith("multipart/form-data; boundary=");
      for (String file :
          new String[] {
            execution.text("input", "body", "doc", "$file"),
            String.valueOf(Answer.find(Steps.output(execution, "fetch"), "body", "$file"))
          }) {
        assertThat(sha(client, project, id, file)).as("downloaded").isEqualTo(sha);
      }
      assertThat(hawser.process().output()).doesNotContain("OutOfMemoryError");
    }
  }

  private static String steps(FileDepot depot) {
    return """
    {"id": "send", "type": "request", "method": "POST", "url": "%1$s", "timeout": "PT3M",
     "body": {"kind": "binary", "value": "{{ trigger.body.doc }}"}},
    {"id": "fetch", "type": "request", "url": "%1$s", "timeout": "PT3M", "response": {"as": "file"}},
    {"id": "answer", "type": "respond", "file": "{{ steps.fetch.output.body }}"},
    {"id": "again", "type": "request", "method": "POST", "url": "%1$s", "timeout": "PT3M",
     "body": {"kind": "multipart", "value": {"note": "hi", "doc": "{{ steps.fetch.output.body }}"}}}
    """
        .formatted(depot.url("/depot"));
  }

  private static String sha(HttpClient client, Project project, String execution, String file)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                project
                    .api()
                    .server()
                    .resolve(
                        project.path(
                            "/executions/" + execution + "/files/" + file + "?direct=true")))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + project.api().key())
            .build();
    HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    return Bytes.sha256(answer.body());
  }
}
