package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.ServerProcess;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people do to workflows and executions is in the audit log, also after a kill. */
class AuditLogIT {
  private static final int CHANGES = 40;

  private static List<String> query(Hawser hawser, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = hawser.stores().postgres();
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static void awaitDelivery(Hawser hawser) {
    Waiting.until(
        "everything is in the log",
        () ->
            query(
                    hawser,
                    "select 1 from identity.outbox union all select 1 from workflows.outbox"
                        + " union all select 1 from tasks.outbox")
                .isEmpty());
  }

  private static ServerProcess verify(Hawser hawser) {
    return ServerProcess.run(
        hawser.folder(), Map.of(), "audit", "verify", "--data", hawser.data().toString());
  }

  /** Runs a workflow that reads a secret; gives the execution. */
  private static String readsSecret(Project project) {
    Answer set =
        project
            .api()
            .send(
                "PUT",
                project.path("/secrets/TOKEN"),
                BodyPublishers.ofString("{\"value\":\"hunter22\"}"),
                Map.of("Content-Type", "application/json"));
    assertThat(set.status()).isEqualTo(201);
    Deployed workflow =
        project.deploy(
            """
            {"schema": "hawser/v1", "name": "reads", "trigger": {"type": "webhook"},
             "secrets": ["TOKEN"],
             "steps": [{"id": "a", "type": "transform", "value": "{{ secrets.TOKEN }}"}]}
            """);
    String execution = project.webhook(workflow, Map.of());
    project.awaitEnd(execution);
    return execution;
  }

  @Test
  void what_was_done_is_in_the_log_once_also_when_the_process_was_killed_right_after_it()
      throws Exception {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.installed().start()) {
      Project project = hawser.project();
      Deployed workflow = project.deploy(Definitions.w1("audited", echo.url("/echo")));
      project.webhook(workflow, Map.of("n", 1));
      Answer started = project.api().post(project.path("/workflows/" + workflow.id() + "/trigger"));
      assertThat(started.status()).isEqualTo(202);
      project.awaitEnd(started.text("executionId"));
      Answer again =
          project
              .api()
              .post(project.path("/executions/" + started.text("executionId") + "/replay"));
      assertThat(again.status()).isEqualTo(201);
      String read = readsSecret(project);
      Waiting.until(
          "the reading of the secret is in the log",
          () ->
              query(
                      hawser,
                      "select entry #>> '{details,usedBy}' from identity.audit_entry"
                          + " where action = 'secrets.read' and target_id = 'TOKEN'")
                  .equals(List.of("[\"" + read + "\"]")));
      List<String> events = new ArrayList<>();
      for (int n = 0; n < CHANGES; n++) {
        events.add("event." + n);
        Answer put =
            project
                .api()
                .send(
                    "PUT",
                    project.path("/events/event." + n),
                    BodyPublishers.ofString("{\"example\":1}"),
                    Map.of("Content-Type", "application/json"));
        assertThat(put.status()).isEqualTo(201);
      }
      hawser.kill();
      hawser.start();
      awaitDelivery(hawser);

      assertThat(
              query(
                  hawser,
                  "select target_id from identity.audit_entry where action = 'app-events.created'"
                      + " order by sequence"))
          .containsExactlyElementsOf(events);
      assertThat(
              query(
                  hawser,
                  "select action || ' ' || target_id from identity.audit_entry"
                      + " where action like 'workflows.%' or action like 'executions.%'"
                      + " order by entry ->> 'at' limit 4"))
          .containsExactly(
              "workflows.created " + workflow.id(),
              "workflows.deployed " + workflow.id(),
              "executions.triggered " + started.text("executionId"),
              "executions.replayed " + again.text("executionId"));

      ServerProcess verified = verify(hawser);
      assertThat(verified.output()).contains("holds");
      assertThat(verified.exitCode()).isZero();
      try (Connection owner = hawser.stores().postgres();
          var statement = owner.createStatement()) {
        statement.execute("alter table identity.audit_entry disable trigger user");
        statement.execute("delete from identity.audit_entry where sequence = 2");
      }
      ServerProcess broken = verify(hawser);
      assertThat(broken.output()).contains("broken at 2");
      assertThat(broken.exitCode()).isEqualTo(1);
    }
  }
}
