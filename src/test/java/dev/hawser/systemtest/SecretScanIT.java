package dev.hawser.systemtest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.ServerProcess;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Secrets that were planted are nowhere, and a rotation of the vault's keys survives a kill. */
class SecretScanIT {
  private static final String PLANTED = "pl4nted/secret+valü~" + "0123456789";

  @Test
  void a_planted_secret_is_in_no_table_and_in_no_file_of_the_installation() throws Exception {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.installed().set("log.level", "debug")) {
      hawser.start();
      Project project = hawser.project();
      Path file = Files.writeString(hawser.folder().resolve("value"), PLANTED + "\n");
      ServerProcess set =
          run(hawser, project, "secrets", "set", "BY_FILE", "--value-file", file.toString());
      assertThat(set.exitCode()).as(set.output()).isZero();
      Files.delete(file);
      put(project, "BY_API", PLANTED, 201);
      put(project, "BY_API", PLANTED, 204);
      put(project, "by_wrong_name", PLANTED, 422);
      ServerProcess list = run(hawser, project, "secrets", "list");
      assertThat(list.output()).contains("BY_API", "BY_FILE").doesNotContain("pl4nted");
      Project.Deployed workflow = project.deploy(usesSecret(echo.url("/echo")));
      Answer ended = project.awaitEnd(project.webhook(workflow, Map.of("n", 1)));
      assertThat(ended.text("status")).as(ended.toString()).isEqualTo("SUCCEEDED");
      EchoServer.Call call = echo.calls("/echo").getFirst();
      assertThat(call.field("key")).as("what the request sends").isEqualTo(PLANTED);
      assertThat(call.field("copy")).as("what other steps see").isEqualTo("Bearer ***");
      forms().forEach(form -> assertThat(ended.toString()).doesNotContain(form));
      PlantedSecrets others = PlantedSecrets.make(hawser);
      String tables = everyTable(hawser);
      assertThat(tables).contains("environment-secret/BY_API", "environment-secret/BY_FILE");
      assertThat(hawser.stores().redis("CONFIG SET rdbcompression no")).isEqualTo("+OK");
      assertThat(hawser.stores().redis("SET scan-control scan-control")).isEqualTo("+OK");
      assertThat(hawser.stores().redis("SAVE")).isEqualTo("+OK");
      assertThat(PosixFilePermissions.toString(permissions(hawser, "vault-keyset.json")))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(permissions(hawser, "run/operator-token")))
          .isEqualTo("rw-------");
      hawser.stop();
      assertThat(hawser.data().resolve("run/operator-token")).doesNotExist();
      String output = hawser.process().output();
      for (String form : forms()) {
        assertThat(tables).doesNotContain(form);
        assertThat(output).doesNotContain(form);
      }
      assertThat(others.in(tables::contains)).as("in tables").isEmpty();
      assertThat(others.in(output::contains)).as("in the log").isEmpty();
      List<Path> controls = new ArrayList<>();
      for (Path stored : files(hawser.data())) {
        String bytes = Files.readString(stored, ISO_8859_1);
        for (String form : forms()) {
          assertThat(bytes.contains(new String(form.getBytes(UTF_8), ISO_8859_1)))
              .as("%s in %s", form, stored)
              .isFalse();
        }
        assertThat(others.in(bytes::contains)).as("%s", stored).isEmpty();
        if (bytes.contains("environment-secret/BY_API") || bytes.contains("scan-control")) {
          controls.add(hawser.data().relativize(stored).getName(0));
        }
      }
      // The search finds what is there: otherwise it proves nothing.
      assertThat(controls).contains(Path.of("postgres"), Path.of("redis"));
    }
  }

  @Test
  void a_rotation_that_a_kill_cut_off_is_finished_after_the_next_start() throws Exception {
    int secrets = 120;
    try (Hawser hawser = Hawser.installed()) {
      hawser.start();
      for (int i = 0; i < secrets; i++) {
        put(hawser.project(), "S_" + i, "value-" + i, 201);
      }
      String before = keys(hawser).getFirst();
      try (Connection blocker = hawser.stores().postgres()) {
        blocker.setAutoCommit(false);
        try (Statement statement = blocker.createStatement()) {
          statement.execute(
              "select 1 from identity.vault_item where id = (select id from identity.vault_item"
                  + " order by id limit 1 offset 60) for update");
          ServerProcess rotate =
              ServerProcess.launch(hawser.folder(), Map.of(), vault(hawser, "rotate"));
          Waiting.until("the first 50 are re-wrapped", () -> under(hawser, before) == 70);
          hawser.kill();
          assertThat(rotate.awaitExit(Duration.ofSeconds(60))).as(rotate.output()).isEqualTo(1);
        }
      } catch (SQLException e) {
        assertThat(e.getSQLState()).as("the blocker's server was killed").matches("(08|57).*");
      }
      hawser.start();
      assertThat(keys(hawser)).hasSize(2).contains(before);
      assertThat(under(hawser, before)).isEqualTo(70);
      ServerProcess again = run(hawser, vault(hawser, "rotate"));
      assertThat(again.exitCode()).as(again.output()).isZero();
      assertThat(again.output()).contains("No new key was made", "120 of 120 values are under");
      assertThat(keys(hawser)).hasSize(1).doesNotContain(before);
      ServerProcess status = run(hawser, vault(hawser, "status"));
      assertThat(status.output()).contains(before, keys(hawser).getFirst(), "current");
    }
  }

  @Test
  void a_start_with_a_lost_keyset_is_refused_and_changes_nothing() throws Exception {
    try (Hawser hawser = Hawser.installed()) {
      hawser.start();
      put(hawser.project(), "A", "value-a", 201);
      String key = keys(hawser).getFirst();
      hawser.stop();
      Path keyset = hawser.data().resolve("vault-keyset.json");
      Path kept = Files.move(keyset, hawser.folder().resolve("kept.json"));
      ServerProcess refused = hawser.launch();
      assertThat(refused.awaitExit(Duration.ofMinutes(1))).isEqualTo(1);
      assertThat(refused.output())
          .contains(keyset + " does not exist", key, "HAWSER_VAULT_KEYSET", "backup");
      assertThat(keyset).doesNotExist();
      hawser.setVariable("HAWSER_VAULT_KEYSET", Files.readString(kept)).start();
      assertThat(keys(hawser)).containsExactly(key);
      ServerProcess rotate = run(hawser, vault(hawser, "rotate"));
      assertThat(rotate.exitCode()).isEqualTo(1);
      assertThat(rotate.output()).contains("hawser vault keyset add");
    }
  }

  /** Reads a secret in every kind of step, and gets it back from the server that it calls. */
  private static String usesSecret(String url) {
    return """
    {"schema": "hawser/v1", "name": "uses a secret", "trigger": {"type": "webhook"},
     "secrets": ["BY_API"],
     "steps": [
       {"id": "copy", "type": "transform", "value": "Bearer {{ secrets.BY_API }}"},
       {"id": "calculate", "type": "function", "input": "{{ secrets.BY_API }}",
        "code": "export default (input) => { console.log(input); return [input]; }"},
       {"id": "send", "type": "request", "method": "POST", "url": "%s",
        "body": {"kind": "json",
                 "value": {"key": "{{ secrets.BY_API }}", "copy": "{{ steps.copy.output }}"}}},
       {"id": "wrong", "type": "transform", "value": "{{ int(secrets.BY_API) }}",
        "onError": "continue"}
     ]}
    """
        .formatted(url);
  }

  private static List<String> vault(Hawser hawser, String command) {
    return List.of("vault", command, "--data", hawser.data().toString());
  }

  private static ServerProcess run(Hawser hawser, List<String> arguments) {
    return ServerProcess.run(hawser.folder(), Map.of(), arguments.toArray(String[]::new));
  }

  private static ServerProcess run(Hawser hawser, Project project, String... arguments) {
    return ServerProcess.run(
        hawser.folder(),
        Map.of(
            "HAWSER_URL", hawser.address().toString(),
            "HAWSER_API_KEY", String.valueOf(project.api().key())),
        arguments);
  }

  private static void put(Project project, String name, String value, int status) {
    var answer =
        project
            .api()
            .send(
                "PUT",
                project.path("/secrets/" + name),
                BodyPublishers.ofString("{\"value\":\"" + value + "\"}"),
                Map.of("Content-Type", "application/json"));
    assertThat(answer.status()).as(name).isEqualTo(status);
  }

  private static List<String> forms() {
    byte[] bytes = PLANTED.getBytes(UTF_8);
    return List.of(
        PLANTED,
        "pl4nted/secret",
        Base64.getEncoder().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        HexFormat.of().formatHex(bytes));
  }

  /** Every row of every table of ours as text; bytes in hexadecimal and as they are. */
  private static String everyTable(Hawser hawser) throws SQLException {
    StringBuilder all = new StringBuilder();
    try (Connection connection = hawser.stores().postgres()) {
      List<String> columns =
          query(
              connection,
              """
              select format('select %I::text from %I.%I', column_name, table_schema, table_name)
              from information_schema.columns
              where table_schema in ('identity', 'workflows', 'tasks')
              union all
              select format('select encode(%I, ''escape'') from %I.%I', column_name, table_schema,
                table_name)
              from information_schema.columns
              where table_schema in ('identity', 'workflows', 'tasks') and data_type = 'bytea'
              """);
      for (String select : columns) {
        query(connection, select).forEach(value -> all.append(value).append('\n'));
      }
    }
    return all.toString();
  }

  private static List<String> keys(Hawser hawser) throws SQLException {
    try (Connection connection = hawser.stores().postgres()) {
      return query(connection, "select distinct key_id from identity.vault_item");
    }
  }

  private static long under(Hawser hawser, String key) throws SQLException {
    try (Connection connection = hawser.stores().postgres()) {
      return query(connection, "select key_id from identity.vault_item").stream()
          .filter(key::equals)
          .count();
    }
  }

  private static List<String> query(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
    }
    return values;
  }

  private static Set<PosixFilePermission> permissions(Hawser hawser, String file)
      throws IOException {
    return Files.getPosixFilePermissions(hawser.data().resolve(file));
  }

  /** Everything below a folder, binaries aside. */
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(path -> !path.startsWith(folder.resolve("bin")))
          .toList();
    }
  }
}
