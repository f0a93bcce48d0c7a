package dev.hawser.app.internal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandIT {
  private final TestTerminal terminal = new TestTerminal();
  @TempDir private Path folder;

  private int doctor(String... flags) {
    List<String> words = new ArrayList<>(List.of("doctor", "--data", folder.toString()));
    words.addAll(List.of("--server.host", "127.0.0.1", "--server.port", "0"));
    words.addAll(List.of(flags));
    return terminal.run(words.toArray(String[]::new));
  }

  private List<Map<?, ?>> checks(boolean ok) throws Json.MalformedException {
    Map<?, ?> document = (Map<?, ?>) Json.read(terminal.out().getBytes(UTF_8));
    assertThat(document.get("ok")).isEqualTo(ok);
    return ((List<?>) document.get("checks")).stream().<Map<?, ?>>map(c -> (Map<?, ?>) c).toList();
  }

  @Test
  void a_machine_on_which_a_start_works_ends_with_zero() throws Exception {
    assertThat(doctor("--json")).isEqualTo(ExitCodes.OK);
    assertThat(checks(true))
        .extracting(check -> String.valueOf(check.get("check")))
        .contains("Java", "data folder", "mail", "port", "PostgreSQL", "Redis", "vault");
    assertThat(checks(true)).noneMatch(check -> "failed".equals(check.get("state")));
  }

  @Test
  void one_failure_ends_with_one_and_says_what_to_do() throws Exception {
    assertThat(doctor("--json", "--mail.host", "smtp.example.com")).isEqualTo(ExitCodes.FAILED);
    assertThat(checks(false))
        .filteredOn(check -> "failed".equals(check.get("state")))
        .singleElement()
        .satisfies(
            check -> {
              assertThat(check.get("check")).isEqualTo("mail");
              assertThat(check.get("detail")).asString().contains("hawser.mail.from");
              assertThat(check.get("remedy")).asString().isNotBlank();
            });
  }

  @Test
  void people_get_a_line_for_each_check_and_one_below_it_for_what_to_do() {
    assertThat(doctor("--mail.host", "smtp.example.com")).isEqualTo(ExitCodes.FAILED);
    assertThat(terminal.out().lines())
        .anySatisfy(line -> assertThat(line).startsWith("✓ Java"))
        .anySatisfy(line -> assertThat(line).startsWith("✗ mail").contains("hawser.mail.from"))
        .anySatisfy(line -> assertThat(line).contains("→ Set both"));
  }
}
