package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Load;
import dev.hawser.systemtest.harness.Project.Deployed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Finished executions are on their way into segments of the blob store when something happens. */
class ArchiveIT {
  private static final int WEBHOOKS = 200;
  private static final int CONNECTIONS = 4;

  /** About so many are looked at one by one. */
  private static final int DETAILS = 100;

  @Test
  void kill_9_while_segments_are_written_loses_and_doubles_nothing() throws Exception {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.installed().set("history.archive-after", "0s")) {
      hawser.start();
      Deployed workflow = hawser.project().deploy(Definitions.w1("w1", echo.url("/echo")));
      List<String> accepted = new ArrayList<>();
      for (int kills = 1; kills <= 2; kills++) {
        try (Load load = Load.endless(hawser.address(), workflow.hookPath(), CONNECTIONS)) {
          load.awaitAccepted(WEBHOOKS);
          long segments = count(hawser, "history_segment");
          Waiting.until("more segments", () -> count(hawser, "history_segment") > segments);
          hawser.kill();
          load.join();
          accepted.addAll(load.accepted());
        }
        hawser.start();
      }
      Promises.everyAcceptedOneSucceeds(
          hawser.project(), workflow.id(), accepted, Duration.ofSeconds(90));
      Waiting.until("all is archived", () -> count(hawser, "ended_execution") == 0);
      assertThat(count(hawser, "execution_history"))
          .isEqualTo(hawser.project().statuses(workflow.id()).size());
      int step = Math.max(1, accepted.size() / DETAILS);
      for (int i = 0; i < accepted.size(); i += step) {
        String execution = accepted.get(i);
        Answer detail = hawser.project().execution(execution);
        assertThat(detail.objects("steps")).as(execution).hasSize(4);
        assertThat(detail.at("input", "body", "n")).isNotNull();
      }
    }
  }

  @Test
  void an_execution_shows_the_same_before_and_after_it_is_archived_and_can_be_replayed()
      throws Exception {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.installed()) {
      hawser.start();
      Deployed workflow = hawser.project().deploy(Definitions.w1("w1", echo.url("/echo")));
      Map<String, Map<?, ?>> before = new HashMap<>();
      for (int n = 0; n < 20; n++) {
        String execution = hawser.project().webhook(workflow, Map.of("n", n * 60));
        before.put(execution, hawser.project().awaitEnd(execution).json());
      }
      assertThat(count(hawser, "execution_history")).isZero();
      assertThat(hawser.stop()).isIn(0, 143);
      hawser.set("history.archive-after", "0s").start();
      Waiting.until("all is archived", () -> count(hawser, "execution_history") == before.size());
      before.forEach(
          (execution, json) ->
              assertThat(hawser.project().execution(execution).json()).isEqualTo(json));
      String one = before.keySet().iterator().next();
      Answer replay =
          hawser
              .project()
              .api()
              .post(hawser.project().path("/executions/" + one + "/replay"), Map.of());
      assertThat(replay.status()).isEqualTo(201);
      Answer ended = hawser.project().awaitEnd(replay.text("executionId"));
      assertThat(ended.at("input")).isEqualTo(before.get(one).get("input"));
    }
  }

  @Test
  void a_damaged_segment_hurts_its_executions_only() throws Exception {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.installed().set("history.archive-after", "0s")) {
      hawser.start();
      Deployed workflow = hawser.project().deploy(Definitions.w1("w1", echo.url("/echo")));
      String damaged = hawser.project().webhook(workflow, Map.of("n", 1));
      Waiting.until("the first is archived", () -> count(hawser, "execution_history") == 1);
      damage(hawser.data().resolve("blobs/blobs/executions"));
      String whole = hawser.project().webhook(workflow, Map.of("n", 2));
      Waiting.until("the second is archived", () -> count(hawser, "execution_history") == 2);
      Answer answer = hawser.project().api().get(hawser.project().path("/executions/" + damaged));
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.text("code")).isEqualTo("tasks.history-damaged");
      assertThat(answer.text("detail")).isNotBlank().doesNotContain("segment", "Exception");
      assertThat(hawser.project().execution(whole).text("status")).isEqualTo("SUCCEEDED");
      assertThat(hawser.project().statuses(workflow.id())).containsOnlyKeys(damaged, whole);
    }
  }

  private static void damage(Path segments) throws IOException {
    Path segment;
    try (Stream<Path> files = Files.walk(segments)) {
      segment = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(40);
      int old = file.read();
      file.seek(40);
      file.write(old ^ 1);
    }
  }

  private static long count(Hawser hawser, String table) throws SQLException {
    try (Connection connection = hawser.stores().postgres();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from tasks." + table)) {
      row.next();
      return row.getLong(1);
    }
  }
}
