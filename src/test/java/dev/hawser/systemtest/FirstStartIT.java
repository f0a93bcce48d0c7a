package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From nothing to a history, on an empty folder and with no setting but the port. */
class FirstStartIT {

  @Test
  void a_first_start_leads_to_a_running_workflow_and_a_restart_keeps_everything() throws Exception {
    try (Hawser hawser = Hawser.empty();
        EchoServer echo = EchoServer.start()) {
      hawser.start();
      assertThat(hawser.anonymous().get("/healthz").text("status")).isEqualTo("UP");
      assertThat(hawser.anonymous().get("/api/v1/setup").at("needed")).isEqualTo(true);
      assertThat(hawser.anonymous().get("/setup").status()).isEqualTo(200);

      Hawser.Credentials credentials = hawser.setUp();
      assertThat(credentials.key()).startsWith("hwk_");
      assertThat(hawser.anonymous().get("/api/v1/setup").at("needed")).isEqualTo(false);

      Project project = hawser.project();
      Deployed workflow = project.deploy(Definitions.w1("orders", echo.url("/orders")));
      String execution = project.webhook(workflow, Map.of("n", 21));
      Answer before = project.awaitEnd(execution);
      assertThat(before.text("status")).isEqualTo("SUCCEEDED");
      assertThat(echo.calls("/orders")).hasSize(1);

      secretsAreForTheirOwnerOnly(hawser.data());
      thePasswordCostsWhatIsRecommended(hawser);
      aSecondStartIsRefused(hawser);
      assertThat(hawser.stop()).as("exit code").isIn(0, 143);

      hawser.start();
      assertThat(hawser.setupToken()).as("a setup link after the setup").isEmpty();
      Project again = hawser.project();
      assertThat(again.execution(execution).json()).isEqualTo(before.json());
      String second = again.webhook(workflow, Map.of("n", 22));
      assertThat(again.awaitEnd(second).text("status")).isEqualTo("SUCCEEDED");
      assertThat(echo.calls("/orders")).hasSize(2);
    }
  }

  private static void secretsAreForTheirOwnerOnly(Path data) throws Exception {
    for (String file : new String[] {"postgres/password", "redis/password"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
          .as(file)
          .isEqualTo("rw-------");
    }
  }

  /** The tests of the module itself make it cheap. */
  private static void thePasswordCostsWhatIsRecommended(Hawser hawser) throws SQLException {
    try (Connection connection = hawser.stores().postgres();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select password_hash from identity.app_user")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }
  }

  private static void aSecondStartIsRefused(Hawser hawser) {
    ServerProcess second =
        ServerProcess.run(
            hawser.folder(),
            Map.of(),
            "start",
            "--data",
            hawser.data().toString(),
            "--server.port",
            "0");
    assertThat(second.awaitExit(Duration.ofSeconds(1))).isNotZero();
    assertThat(second.output())
        .contains("already runs", "process " + hawser.process().pid(), hawser.data().toString())
        .doesNotContain("\tat ");
    assertThat(hawser.isReady()).as("the first one still serves").isTrue();
  }
}
