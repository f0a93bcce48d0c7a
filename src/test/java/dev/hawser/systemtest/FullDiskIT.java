package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Api;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Filler;
import dev.hawser.systemtest.harness.Folders;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The disk of the data folder is full. Needs the right to mount a small file system. */
class FullDiskIT {
  private static final String BIG = "x".repeat(100_000);

  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Folders.create("hawser-disk-");
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=512m,mode=755", "tmpfs", disk.toString()))
        .as("a small file system can be mounted (needs root)")
        .isZero();
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
    Folders.delete(disk);
  }

  @Test
  void a_full_disk_is_told_and_when_there_is_room_again_nothing_is_lost() throws Exception {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.installedIn(disk)) {
      hawser.start();
      Deployed workflow = hawser.project().deploy(Definitions.w1("w1", echo.url("/echo")));
      List<String> accepted = new ArrayList<>();
      Api api = hawser.anonymous();
      try (Filler filler = Filler.fill(disk.resolve("filler"))) {
        assertThat(filler.isFull()).isTrue();
        Answer refusal = sendUntilRefused(api, workflow, accepted);
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.contentType()).startsWith("application/problem+json");
        assertThat(refusal.at("retryable")).isEqualTo(true);
        assertThat(refusal.text("detail")).doesNotContain("Exception");
        assertThat(hawser.process().isAlive()).isTrue();
        assertThat(api.get("/healthz").status()).isEqualTo(200);
      }
      Waiting.until("ready again", Duration.ofSeconds(90), hawser::isReady);
      accepted.add(hawser.project().webhook(workflow, Map.of("n", 0)));
      Promises.everyAcceptedOneSucceeds(
          hawser.project(), workflow.id(), accepted, Duration.ofSeconds(90));
    }
  }

  @Test
  void a_start_on_a_full_disk_says_so_and_changes_nothing() throws Exception {
    try (Hawser hawser = Hawser.installedIn(disk)) {
      try (Filler filler = Filler.fill(disk.resolve("filler"))) {
        assertThat(filler.isFull()).isTrue();
        ServerProcess refused = hawser.launch();
        assertThat(refused.awaitExit(Duration.ofSeconds(60))).isEqualTo(1);
        assertThat(refused.output())
            .contains("disk", "full", "hawser.data")
            .doesNotContain("\tat ");
      }
      hawser.start();
      assertThat(hawser.project().api().get("/api/v1/me").status()).isEqualTo(200);
    }
  }

  /** What is in the write-ahead log's segments already still fits; then nothing does. */
  private static Answer sendUntilRefused(Api api, Deployed workflow, List<String> accepted) {
    for (int n = 1; n <= 5_000; n++) {
      Answer answer = api.post(workflow.hookPath(), Map.of("n", n, "filling", BIG));
      if (answer.status() != 202) {
        return answer;
      }
      accepted.add(answer.text("executionId"));
    }
    throw new AssertionError("500 MB went onto a full disk");
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
