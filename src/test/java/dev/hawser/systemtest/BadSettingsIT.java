package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Folders;
import dev.hawser.systemtest.harness.ServerProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every message names the setting, what is wrong with it, and what to write instead. */
class BadSettingsIT {
  private Path folder;

  @BeforeEach
  void create() {
    folder = Folders.create("hawser-settings-");
  }

  @AfterEach
  void delete() {
    Folders.delete(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "server.port|eighty|hawser.server.port|eighty|0 to 65535",
        "server.port|70000|hawser.server.port|70000|0 to 65535",
        "log.level|LOUD|hawser.log.level|LOUD|info",
        "log.format|xml|hawser.log.format|xml|json",
        "tenancy|double|hawser.tenancy|double|multi",
        "storage.type|ftp|hawser.storage.type|ftp|folder",
        "public-url|hawser.example.com|hawser.public-url|hawser.example.com|https://",
        "egress.allow|10.0.0.0/99|hawser.egress.allow|10.0.0.0/99|10.1.0.0/16",
        "engine.max-running|0|hawser.engine.max-running|0|1 to 100000",
        "engine.drain|soon|hawser.engine.drain|soon|25s",
        "engine.max-payload|-1|hawser.engine.max-payload|-1|10MiB",
        "redis.url|http://localhost|hawser.redis.url|flag --redis.url|redis://",
        "redis.url|redis-cluster://one:1,two_2:2|hawser.redis.url|flag --redis.url|redis://",
        "engine.replica-silence|0s|hawser.engine.replica-silence|0s|from 1s to 1h",
        "postgres.url|mysql://localhost/db|hawser.postgres.url|flag --postgres.url|postgres://"
      })
  void a_wrong_value_is_refused(String flag, String value, String key, String told, String remedy) {
    ServerProcess process =
        ServerProcess.run(folder, Map.of(), "start", "--data", data(), "--" + flag, value);
    assertThat(process.exitCode()).isEqualTo(2);
    assertThat(process.output()).contains(key, told, remedy).doesNotContain("\tat ");
    assertThat(folder.resolve("data")).as("nothing was started").doesNotExist();
  }

  @Test
  void all_problems_from_all_sources_come_at_once() throws Exception {
    Path file = folder.resolve("hawser.yml");
    Files.writeString(
        file,
        """
        hawser:
          data: data
          server:
            port: 99999
          lgo:
            level: info
        """);
    ServerProcess process =
        ServerProcess.run(
            folder,
            Map.of("HAWSER_TENANCY", "double", "HAWSER_REDIS_ULR", "redis://secret@localhost"),
            "start",
            "--log.format",
            "xml");
    assertThat(process.exitCode()).isEqualTo(2);
    assertThat(process.output())
        .contains("hawser.yml:4", "hawser.server.port", "99999")
        .contains("hawser.yml:6", "hawser.lgo.level", "Did you mean hawser.log.level?")
        .contains("HAWSER_TENANCY", "hawser.tenancy", "double")
        .contains("HAWSER_REDIS_ULR", "Did you mean HAWSER_REDIS_URL?")
        .contains("--log.format", "xml")
        .doesNotContain("secret")
        .doesNotContain("\tat ");
  }

  @Test
  void a_settings_file_that_is_no_yaml_is_told_with_its_line() throws Exception {
    Files.writeString(folder.resolve("hawser.yml"), "hawser:\n  server: {port: 1\n");
    ServerProcess process = ServerProcess.run(folder, Map.of(), "start", "--data", data());
    assertThat(process.exitCode()).isEqualTo(2);
    assertThat(process.output()).contains("hawser.yml:", "not YAML").doesNotContain("\tat ");
  }

  @Test
  void an_unknown_flag_gets_a_suggestion() {
    ServerProcess process =
        ServerProcess.run(folder, Map.of(), "start", "--data", data(), "--server.prot", "1");
    assertThat(process.exitCode()).isEqualTo(2);
    assertThat(process.output()).contains("--server.prot", "--server.port");
  }

  @Test
  void a_port_in_use_is_told_before_anything_is_started() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      ServerProcess process =
          ServerProcess.run(
              folder,
              Map.of(),
              "start",
              "--data",
              data(),
              "--server.host",
              "127.0.0.1",
              "--server.port",
              port);
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.output())
          .contains("Port " + port, "in use", "hawser.server.port")
          .doesNotContain("\tat ");
      assertThat(folder.resolve("data/postgres")).doesNotExist();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "postgres.url,postgres://ada:pass@127.0.0.1:1/hawser,hawser.postgres.url",
    "redis.url,redis://127.0.0.1:1,hawser.redis.url"
  })
  void an_external_server_that_does_not_answer_is_told(String flag, String url, String key) {
    ServerProcess process =
        ServerProcess.run(
            folder, Map.of(), "start", "--data", data(), "--server.port", "0", "--" + flag, url);
    assertThat(process.exitCode()).isEqualTo(1);
    assertThat(process.output())
        .contains("127.0.0.1:1", key)
        .doesNotContain("ada:pass")
        .doesNotContain("\tat ");
  }

  @Test
  void a_data_folder_that_is_a_file_is_told() throws Exception {
    Path file = Files.writeString(folder.resolve("data"), "not a folder");
    ServerProcess process = ServerProcess.run(folder, Map.of(), "start", "--data", file.toString());
    assertThat(process.exitCode()).isEqualTo(1);
    assertThat(process.output()).contains(file.toString(), "hawser.data").doesNotContain("\tat ");
  }

  private String data() {
    return folder.resolve("data").toString();
  }
}
