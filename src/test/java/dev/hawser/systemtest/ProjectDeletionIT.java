package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.id.IdText;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Member;
import dev.hawser.systemtest.harness.Multipart;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A project that is deleted leaves nothing behind in any module, whenever a process dies. */
class ProjectDeletionIT {
  private static final String TEXT = "a lantern beside the harbour ".repeat(8_000);

  /** How the rows of a project are found where it is not called project_id. */
  private static final Map<String, String> OTHERWISE =
      Map.of(
          "workflows.workflow_version", "workflow_id in (%s)",
          "workflows.deployment", "workflow_id in (%s)",
          "workflows.idempotency_key", "owner = '%1$s'",
          "tasks.step_journal", "execution_id in (%s)");

  /** Nothing of a project is in them, or it is a record that stays; identity has its own test. */
  private static final Set<String> WITHOUT =
      Set.of(
          "workflows.outbox",
          "tasks.outbox",
          "tasks.replica",
          "tasks.leader_fence",
          "tasks.history_segment",
          "tasks.history_upkeep",
          "workflows.flyway_schema_history",
          "tasks.flyway_schema_history");

  private static Project secondProject(Hawser hawser, Member ada) {
    Answer first = hawser.project().api().get(hawser.project().path(""));
    Answer made =
        ada.send(
            "POST",
            "/api/v1/projects",
            "{\"name\":\"Shop\",\"team\":\"" + first.text("team") + "\"}",
            Map.of("Content-Type", "application/json"));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    Answer key =
        ada.send(
            "POST",
            "/api/v1/projects/" + made.text("id") + "/api-keys",
            "{\"name\":\"shop\"}",
            Map.of("Content-Type", "application/json"));
    return new Project(hawser.anonymous().withKey(key.text("key")), made.text("id"));
  }

  @Test
  void nothing_of_a_deleted_project_is_left_though_the_server_is_killed_twice_on_the_way()
      throws Exception {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.empty().set("history.archive-after", "0s")) {
      hawser.start();
      hawser.setUp();
      Member ada =
          Member.signIn(hawser.anonymous(), "ada@example.com", "a lantern beside the harbour");
      Project shop = secondProject(hawser, ada);
      Project first = hawser.project();
      UUID id = ProjectId.parse(shop.id()).orElseThrow().value();
      CountDownLatch hold = new CountDownLatch(1);
      echo.on(
          "/slow",
          (exchange, call) -> {
            awaitQuietly(hold);
            EchoServer.reply(exchange, 200, new byte[0]);
          });
      String kept = runs(first, echo);
      runs(shop, echo);
      Answer before = first.execution(kept);
      Waiting.until("both are archived", () -> archived(hawser) >= 4);
      List<String> opened = opens(hawser, shop, echo);
      Map<String, String> tables = tables(hawser, id);
      for (Map.Entry<String, String> table : tables.entrySet()) {
        if (!table
            .getKey()
            .matches("tasks\\.(ended_execution|discarded_segment|execution_history_.*)")) {
          assertThat(count(hawser, table.getKey(), table.getValue()))
              .as("the test plants something into %s", table.getKey())
              .isPositive();
        }
      }

      Answer begun =
          ada.send("DELETE", "/api/v1/projects/" + shop.id() + "?confirm=Shop", "", Map.of());
      assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
      String deletion = "/api/v1/project-deletions/" + begun.text("id");
      assertThat(hawser.anonymous().post(opened.getFirst(), Map.of()).status()).isEqualTo(404);
      hold.countDown(); // the step that is under way may end, and nothing behind it begins
      for (String locked : List.of("tasks.discarded_segment", "workflows.event_use")) {
        killWhileWaitingFor(hawser, locked);
        hawser.start();
      }
      soon(hawser);
      Member again =
          Member.signIn(hawser.anonymous(), "ada@example.com", "a lantern beside the harbour");
      Waiting.until("it is deleted", () -> state(again, deletion).equals("done"));

      tables(hawser, id)
          .forEach((table, where) -> assertThat(count(hawser, table, where)).as(table).isZero());
      assertThat(blobsOf(hawser, id, opened)).isEmpty();
      int known = (int) count(hawser, "tasks.history_segment", "true");
      // What the server had stored for the others when it was killed may be left as an orphan.
      assertThat(segments(hawser)).hasSizeBetween(known, known + 1);
      assertThat(echo.calls("/after")).isEmpty();
      String workflow = opened.get(1);
      assertThat(hawser.stores().redis("KEYS *pointer:" + workflow)).isEqualTo("*0");
      assertThat(hawser.project().execution(kept).json()).isEqualTo(before.json());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Two executions that have ended, one with a large value and a file. Gives the first. */
  private static String runs(Project project, EchoServer echo) {
    Deployed workflow = project.deploy(Definitions.w1("w1", echo.url("/echo")));
    String execution = project.webhook(workflow, Map.of("n", 1, "text", TEXT));
    project.awaitEnd(execution);
    Answer upload =
        project
            .api()
            .withKey(null)
            .send(
                "POST",
                workflow.hookPath(),
                new Multipart().file("doc", "a.txt", "text/plain", "A").body(),
                Map.of("Content-Type", Multipart.TYPE));
    project.awaitEnd(upload.text("executionId"));
    return execution;
  }

  /** Open executions, an event, requests that are remembered. Gives a hook and its workflow. */
  private static List<String> opens(Hawser hawser, Project shop, EchoServer echo) {
    Answer event =
        shop.api()
            .send(
                "PUT",
                shop.path("/events/ordered"),
                BodyPublishers.ofString("{\"example\":{\"n\":1}}"),
                Map.of("Content-Type", "application/json"));
    assertThat(event.status()).as(event.toString()).isEqualTo(201);
    Answer listens =
        shop.api()
            .send(
                "POST",
                shop.path("/workflows"),
                BodyPublishers.ofString(
                    "{\"schema\":\"hawser/v1\",\"name\":\"listens\",\"trigger\":{\"type\":\"event\",\"name\":\"ordered\"},"
                        + "\"steps\":[{\"id\":\"a\",\"type\":\"transform\",\"value\":1}]}"),
                Map.of("Content-Type", "application/json", "Idempotency-Key", "listens"));
    assertThat(listens.status()).as(listens.toString()).isEqualTo(201);
    String body = "{\"id\":\"copy\",\"type\":\"transform\",\"value\":\"{{ trigger.body }}\"},";
    Deployed slow =
        shop.deploy(
            Definitions.webhook(
                "slow",
                body
                    + Definitions.post("slow", echo.url("/slow"))
                    + ","
                    + Definitions.post("after", echo.url("/after"))));
    shop.webhook(slow, Map.of("n", 2, "text", TEXT));
    Answer once =
        shop.api()
            .withKey(null)
            .send(
                "POST",
                slow.hookPath(),
                BodyPublishers.ofString("{\"n\":1}"),
                Map.of("Content-Type", "application/json", "Idempotency-Key", "once"));
    assertThat(once.status()).isEqualTo(202);
    Waiting.until("both are in their first request", () -> echo.calls("/slow").size() == 2);
    Waiting.until(
        "what they have done is written", () -> count(hawser, "tasks.step_journal", "true") == 2);
    return List.of(slow.hookPath(), IdText.parse("wf", slow.id()).orElseThrow().toString());
  }

  /** The server dies where the deletion wants to write into a table. */
  private static void killWhileWaitingFor(Hawser hawser, String table) throws SQLException {
    try (Connection blocker = hawser.stores().postgres()) {
      blocker.setAutoCommit(false);
      try (Statement statement = blocker.createStatement()) {
        statement.execute("lock table " + table + " in exclusive mode");
        soon(hawser);
        Waiting.until(
            "the deletion wants to write into " + table,
            () ->
                number(
                        hawser,
                        "select count(*) from pg_locks where not granted and relation = '"
                            + table
                            + "'::regclass")
                    > 0);
        hawser.kill();
      }
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as("the blocker's server was killed").matches("(08|57).*");
    }
  }

  /** Makes the deletion due, whoever had it before. */
  private static void soon(Hawser hawser) throws SQLException {
    try (Connection connection = hawser.stores().postgres();
        Statement statement = connection.createStatement()) {
      statement.execute("update identity.project_deletion set next_at = now()");
    }
  }

  private static String state(Member ada, String deletion) {
    return ada.send("GET", deletion, "", Map.of()).text("state");
  }

  /**
   * Every table of workflows and tasks, with what finds the project's rows. A table that is new
   * must be named here, and the deletion must know it.
   */
  private static Map<String, String> tables(Hawser hawser, UUID project) throws SQLException {
    Map<String, String> tables = new TreeMap<>();
    Map<String, String> members = new HashMap<>();
    members.put(
        "workflows", "select id from workflows.workflow where project_id = '" + project + "'");
    members.put(
        "tasks", "select id from tasks.open_execution where project_id = '" + project + "'");
    for (String table :
        texts(
            hawser,
            "select table_schema || '.' || table_name from information_schema.tables"
                + " where table_schema in ('workflows', 'tasks')")) {
      if (WITHOUT.contains(table)) {
        continue;
      }
      String otherwise = OTHERWISE.get(table);
      boolean has =
          number(
                  hawser,
                  "select count(*) from information_schema.columns where column_name = 'project_id'"
                      + " and table_schema || '.' || table_name = '"
                      + table
                      + "'")
              > 0;
      assertThat(has || otherwise != null)
          .as("say whether %s is deleted with a project, and test it", table)
          .isTrue();
      tables.put(
          table,
          otherwise == null
              ? "project_id = '" + project + "'"
              : otherwise.contains("%1$s")
                  ? otherwise.formatted(project)
                  : otherwise.formatted(members.get(table.split("\\.")[0])));
    }
    return tables;
  }

  private static long archived(Hawser hawser) {
    return count(hawser, "tasks.execution_history", "true");
  }

  private static long count(Hawser hawser, String table, String where) {
    try {
      return number(hawser, "select count(*) from " + table + " where " + where);
    } catch (SQLException e) {
      throw new AssertionError(table, e);
    }
  }

  private static long number(Hawser hawser, String sql) throws SQLException {
    return Long.parseLong(texts(hawser, sql).getFirst());
  }

  private static List<String> texts(Hawser hawser, String sql) throws SQLException {
    try (Connection connection = hawser.stores().postgres();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (row.next()) {
        texts.add(row.getString(1));
      }
      return texts;
    }
  }

  /** Files of the project, and large values of executions that are not there any more. */
  private static List<Path> blobsOf(Hawser hawser, UUID project, List<String> more)
      throws SQLException, IOException {
    Set<String> executions =
        Set.copyOf(
            texts(
                hawser,
                "select id::text from tasks.execution_history union all select id::text from tasks.ended_execution"));
    return blobs(hawser, "").stream()
        .filter(
            path ->
                path.toString().contains(project.toString())
                    || more.stream().anyMatch(path.toString()::contains)
                    || (path.toString().contains("/payloads/")
                        && executions.stream().noneMatch(path.toString()::contains)))
        .toList();
  }

  private static List<Path> segments(Hawser hawser) throws IOException {
    return blobs(hawser, "/executions/");
  }

  private static List<Path> blobs(Hawser hawser, String part) throws IOException {
    try (Stream<Path> all = Files.walk(hawser.data().resolve("blobs/blobs"))) {
      return all.filter(Files::isRegularFile)
          .filter(path -> path.toString().contains(part))
          .toList();
    }
  }
}
