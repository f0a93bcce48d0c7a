package dev.hawser.app.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.app.internal.cli.ConnectionFlags.Surroundings;
import dev.hawser.app.internal.cli.client.Connection;
import dev.hawser.app.internal.cli.client.CredentialsFile;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class ConnectionFlagsTest {
  @TempDir private Path folder;

  @Command(name = "probe")
  private static final class Probe {
    @Mixin private ConnectionFlags flags = new ConnectionFlags();
  }

  @Test
  void without_anything_it_is_the_usual_address_and_no_key() {
    Connection connection = resolve(Map.of());
    assertThat(connection.url()).isEqualTo("http://127.0.0.1:8080");
    assertThat(connection.apiKey()).isEmpty();
  }

  @Test
  void a_server_that_runs_on_the_data_folder_is_found() throws IOException {
    server(folder.resolve("data"), ProcessHandle.current().pid());
    assertThat(resolve(Map.of()).url()).isEqualTo("http://127.0.0.1:4711");
    server(folder.resolve("other"), ProcessHandle.current().pid());
    assertThat(resolve(Map.of(), "--data-dir", folder.resolve("other").toString()).url())
        .isEqualTo("http://127.0.0.1:4711");
  }

  @Test
  void a_named_data_folder_without_a_server_is_told() {
    assertThatThrownBy(() -> resolve(Map.of(), "--data-dir", folder.toString()))
        .isInstanceOf(OperatorError.class)
        .hasMessageContaining("No server runs on the data folder " + folder);
  }

  @Test
  void flags_are_stronger_than_the_environment_and_the_environment_than_the_folder()
      throws IOException {
    server(folder.resolve("data"), ProcessHandle.current().pid());
    Map<String, String> environment =
        Map.of("HAWSER_URL", "https://a.example/", "HAWSER_API_KEY", "hwk_environment");
    assertThat(resolve(environment).url()).isEqualTo("https://a.example");
    assertThat(key(resolve(environment))).isEqualTo("hwk_environment");
    Connection flags =
        resolve(environment, "--url", "https://b.example/hawser", "--api-key", "hwk_flag");
    assertThat(flags.url()).isEqualTo("https://b.example/hawser");
    assertThat(key(flags)).isEqualTo("hwk_flag");
  }

  @Test
  void a_saved_key_is_given_to_its_own_server_only() {
    CredentialsFile file = new CredentialsFile(folder.resolve(".config/hawser/credentials"));
    file.save("https://a.example", new Secret("hwk_a"));
    file.save("http://localhost:8080", new Secret("hwk_local"));
    file.save("https://b.example", new Secret("hwk_b"));
    assertThat(resolve(Map.of()).url()).isEqualTo("https://b.example");
    assertThat(key(resolve(Map.of()))).isEqualTo("hwk_b");
    assertThat(key(resolve(Map.of(), "--url", "https://a.example"))).isEqualTo("hwk_a");
    assertThat(key(resolve(Map.of(), "--url", "http://127.0.0.1:8080"))).isEqualTo("hwk_local");
    assertThat(resolve(Map.of(), "--url", "https://c.example").apiKey()).isEmpty();
  }

  @Test
  void only_the_owner_can_read_saved_keys() throws IOException {
    Path file = folder.resolve(".config/hawser/credentials");
    new CredentialsFile(file).save("https://a.example", new Secret("hwk_a"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    new CredentialsFile(file).save("https://a.example", new Secret("hwk_b"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_damaged_file_is_told_with_its_place() throws IOException {
    Path file = Files.writeString(folder.resolve("credentials"), "{");
    assertThatThrownBy(() -> resolve(Map.of(), "--credentials", file.toString()))
        .isInstanceOf(OperatorError.class)
        .hasMessageContaining(file + " cannot be read: it is damaged");
  }

  @Test
  void what_is_no_address_or_no_key_is_wrong_usage() {
    for (String wrong : new String[] {"127.0.0.1:8080", "ftp://a", "http://", "http://a b", ""}) {
      assertThatThrownBy(() -> resolve(Map.of(), "--url", wrong))
          .isInstanceOf(ParameterException.class)
          .hasMessageContaining("--url must be an address such as");
    }
    assertThatThrownBy(() -> resolve(Map.of("HAWSER_URL", "nonsense")))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("HAWSER_URL must be");
    assertThatThrownBy(() -> resolve(Map.of(), "--api-key", "hwk_1\nX-Header: 1"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("without blanks");
  }

  private Connection resolve(Map<String, String> environment, String... args) {
    Probe probe = new Probe();
    new CommandLine(probe).parseArgs(args);
    return probe.flags.resolve(new Surroundings(environment, folder, folder));
  }

  private static String key(Connection connection) {
    return connection.apiKey().orElseThrow().reveal();
  }

  private static void server(Path data, long pid) throws IOException {
    Files.createDirectories(data.resolve("run"));
    Files.writeString(
        data.resolve("run/server.json"),
        "{\"pid\": %d, \"address\": \"http://127.0.0.1:4711\"}".formatted(pid));
  }
}
