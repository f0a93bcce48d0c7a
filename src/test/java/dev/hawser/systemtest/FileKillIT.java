package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Bytes;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.FileDepot;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Multipart;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.SlowUpload;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The process dies while files are on their way. */
class FileKillIT {
  private static final int SIZE = 4 << 20;

  @Test
  void an_upload_that_the_kill_broke_off_is_no_execution_and_no_file() throws Exception {
    try (Hawser hawser = Hawser.installed().start()) {
      Deployed workflow =
          hawser
              .project()
              .deploy(
                  Definitions.webhook(
                      "upload", "{\"id\": \"t\", \"type\": \"transform\", \"value\": 1}"));
      try (SlowUpload upload =
          SlowUpload.begin(hawser.address(), workflow.hookPath(), "image/png", SIZE)) {
        upload.send(new byte[SIZE / 2]);
        Waiting.until("bytes have arrived", () -> temporaryBytes(hawser) > 0);
        hawser.kill();
      }
      hawser.start();
      assertThat(hawser.project().statuses(workflow.id())).isEmpty();
      assertThat(hawser.storedFiles()).isEmpty();
    }
  }

  private static long temporaryBytes(Hawser hawser) throws java.io.IOException {
    try (var all = java.nio.file.Files.walk(hawser.data().resolve("blobs"))) {
      return all.filter(java.nio.file.Files::isRegularFile)
          .mapToLong(path -> path.toFile().length())
          .filter(length -> length > 10_000)
          .sum();
    }
  }

  @Test
  void a_download_that_the_kill_broke_off_runs_again_and_its_file_is_whole() {
    try (FileDepot depot = FileDepot.start();
        Hawser hawser = Hawser.installed().start()) {
      Deployed workflow = hawser.project().deploy(Definitions.webhook("fetches", steps(depot)));
      String sha = Bytes.sha256(Bytes.random(SIZE));
      depot.stopHalfway(true);
      Answer accepted =
          hawser
              .anonymous()
              .send(
                  "POST",
                  workflow.hookPath(),
                  new Multipart()
                      .file("doc", "a.zip", "application/zip", () -> Bytes.random(SIZE))
                      .body(),
                  Map.of("Content-Type", Multipart.TYPE));
      assertThat(accepted.status()).isEqualTo(202);
      Waiting.until("the download is in its middle", () -> depot.halves() == 1);
      hawser.kill();
      depot.stopHalfway(false);
      hawser.start();
      Answer execution = hawser.project().awaitEnd(accepted.text("executionId"));
      assertThat(execution.text("status")).isEqualTo("SUCCEEDED");
      assertThat(depot.deliveries())
          .as("the first upload is recorded and not repeated; the second sends what was fetched")
          .extracting(FileDepot.Delivery::sha256)
          .containsExactly(sha, sha);
    }
  }

  private static String steps(FileDepot depot) {
    return """
    {"id": "send", "type": "request", "method": "POST", "url": "%1$s",
     "body": {"kind": "binary", "value": "{{ trigger.body.doc }}"}},
    {"id": "fetch", "type": "request", "url": "%1$s", "response": {"as": "file"}},
    {"id": "again", "type": "request", "method": "POST", "url": "%1$s",
     "body": {"kind": "binary", "value": "{{ steps.fetch.output.body }}"}}
    """
        .formatted(depot.url("/depot"));
  }
}
