package dev.hawser.app.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class CommandFrameTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void help_names_the_commands_and_hides_what_is_not_for_people() {
    assertThat(run("--help")).isEqualTo(ExitCodes.OK);
    assertThat(text(out)).contains("start", "doctor", "version").doesNotContain("aot-train");
  }

  @Test
  void the_help_of_start_tells_every_setting() {
    assertThat(run("start", "--help")).isEqualTo(ExitCodes.OK);
    assertThat(text(out)).contains("--data", "--server.port", "--postgres.tasks.url", "hawser.yml");
  }

  @Test
  void a_misspelt_command_or_flag_is_one_clear_line_with_the_nearest_name() {
    assertThat(run("strat")).isEqualTo(ExitCodes.USAGE);
    assertThat(text(err)).contains("strat").contains("start").doesNotContain("\tat ");

    err.reset();
    assertThat(run("start", "--server.prot", "1")).isEqualTo(ExitCodes.USAGE);
    assertThat(text(err)).contains("--server.prot").contains("--server.port");
  }

  @Test
  void all_wrong_settings_are_told_before_anything_starts() {
    assertThat(run("start", "--server.port", "high", "--log.format", "xml"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(text(err))
        .contains("2 settings are wrong")
        .contains("hawser.server.port = \"high\" (flag --server.port)")
        .contains("hawser.log.format = \"xml\" (flag --log.format)")
        .doesNotContain("\tat ");
  }

  @Test
  void version_tells_the_version() {
    assertThat(run("version")).isEqualTo(ExitCodes.OK);
    assertThat(text(out)).startsWith("Hawser ").contains("Java ");
  }

  private int run(String... args) {
    return CommandFrame.run(new Terminal(stream(out), stream(err), false, false), args);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
