package dev.hawser.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsLoaderTest {
  private static final Setting<Integer> PORT =
      Setting.integer("hawser.server.port", 0, 65_535, 8080, "Port of the API and the console.");
  private static final Setting<String> URL = Setting.text("hawser.redis.url", null, "Redis.");
  private static final Setting<Secret> PASSWORD =
      Setting.secret("hawser.postgres.password", "Password.");
  private static final Setting<Duration> WAIT =
      Setting.duration("hawser.engine.wait", "1s", "1h", "10s", "How long.");
  private static final Setting<Long> MOST =
      Setting.bytes("hawser.engine.max-body", "10MiB", "How much.");
  private static final List<Setting<?>> KNOWN = List.of(PORT, URL, PASSWORD, WAIT, MOST);

  @TempDir Path folder;

  @Test
  void defaults_hold_when_nothing_is_set() {
    LoadedSettings settings = load(Map.of(), Map.of(), null);

    assertThat(settings.get(PORT)).isEqualTo(8080);
    assertThat(settings.get(WAIT)).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.get(MOST)).isEqualTo(10L << 20);
    assertThat(settings.find(URL)).isEmpty();
    assertThat(settings.source(PORT)).isEmpty();
    assertThatThrownBy(() -> settings.get(URL)).hasMessageContaining("hawser.redis.url");
  }

  @Test
  void a_flag_beats_the_environment_and_the_environment_beats_the_file() throws IOException {
    Path file = file("hawser:\n  server:\n    port: 1\n  engine.wait: 3s\n  redis:\n    url: a\n");

    LoadedSettings settings =
        load(
            Map.of("hawser.server.port", "3"),
            Map.of("HAWSER_SERVER_PORT", "2", "HAWSER_REDIS_URL", "b", "PATH", "/bin"),
            file);

    assertThat(settings.get(PORT)).isEqualTo(3);
    assertThat(settings.source(PORT)).contains("flag --server.port");
    assertThat(settings.get(URL)).isEqualTo("b");
    assertThat(settings.source(URL)).contains("environment variable HAWSER_REDIS_URL");
    assertThat(settings.get(WAIT)).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.source(WAIT)).contains(file + ":4");
  }

  @Test
  void an_empty_variable_and_an_empty_key_count_as_not_set() throws IOException {
    LoadedSettings settings =
        load(Map.of(), Map.of("HAWSER_REDIS_URL", ""), file("hawser:\n  server.port:\n"));

    assertThat(settings.find(URL)).isEmpty();
    assertThat(settings.get(PORT)).isEqualTo(8080);
  }

  @Test
  void a_list_in_the_file_is_one_text_with_commas() throws IOException {
    assertThat(load(Map.of(), Map.of(), file("hawser: {redis: {url: [a, b]}}")).get(URL))
        .isEqualTo("a,b");
  }

  @Test
  void everything_that_is_wrong_is_told_at_once_with_place_and_remedy() throws IOException {
    Path file = file("hawser:\n  server:\n    prot: 1\n    port: high\nlog: json\n");

    assertThatExceptionOfType(SettingsInvalid.class)
        .isThrownBy(
            () ->
                load(
                    Map.of("hawser.engine.wait", "ten"),
                    Map.of("HAWSER_REDIS_URI", "redis://x", "HAWSER_ENGINE_MAX_BODY", "10 MB"),
                    file))
        .satisfies(
            e ->
                assertThat(e.problems().stream().map(SettingProblem::toString))
                    .containsExactly(
                        "hawser.server.prot ("
                            + file
                            + ":3): There is no such setting. Did you mean hawser.server.port?",
                        "hawser.server.port = \"high\" ("
                            + file
                            + ":4): Must be a whole number, 0 to 65535, for example 8080.",
                        "log ("
                            + file
                            + ":5): There is no such setting."
                            + " \"hawser start --help\" lists all settings.",
                        "hawser.engine.max-body = \"10 MB\" (environment variable"
                            + " HAWSER_ENGINE_MAX_BODY): Must be a size such as 512, 64KiB, 10MiB"
                            + " or 1GiB, for example 10MiB.",
                        "HAWSER_REDIS_URI (environment variable HAWSER_REDIS_URI): There is no"
                            + " such setting. Did you mean HAWSER_REDIS_URL?",
                        "hawser.engine.wait = \"ten\" (flag --engine.wait): Must be a duration"
                            + " (ms, s, m, h, d) from 1s to 1h, for example 10s."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"999ms", "0s", "61m", "400000d", "999999999999999d", "-1s"})
  void a_duration_has_its_bounds(String text) {
    assertThatExceptionOfType(SettingsInvalid.class)
        .isThrownBy(() -> load(Map.of("hawser.engine.wait", text), Map.of(), null))
        .withMessageContaining("from 1s to 1h");
  }

  @Test
  void what_kubernetes_tells_of_services_with_our_name_is_no_setting() {
    Map<String, String> links =
        Map.of(
            "HAWSER_PORT", "tcp://10.0.0.1:80",
            "HAWSER_SERVICE_HOST", "10.0.0.1",
            "HAWSER_SERVICE_PORT", "80",
            "HAWSER_SERVICE_PORT_HTTP", "80",
            "HAWSER_PORT_80_TCP", "tcp://10.0.0.1:80",
            "HAWSER_REDIS_PORT_6379_TCP_ADDR", "10.0.0.2",
            "HAWSER_SERVER_PORT", "tcp://10.0.0.3:8080");
    assertThat(load(Map.of(), links, null).get(PORT)).isEqualTo(8080);
    assertThatExceptionOfType(SettingsInvalid.class)
        .isThrownBy(() -> load(Map.of(), Map.of("HAWSER_PORT", "80"), null))
        .withMessageContaining("HAWSER_PORT");
  }

  @Test
  void the_value_of_a_secret_or_of_an_unknown_setting_is_never_told() throws IOException {
    Setting<String> checked =
        new Setting<>(
            "hawser.vault.key",
            "32 bytes in base64",
            null,
            "Key.",
            true,
            text -> {
              throw new IllegalArgumentException(text);
            });

    assertThatThrownBy(
            () ->
                SettingsLoader.load(
                    List.of(PASSWORD, checked),
                    new SettingsSources(
                        Map.of(),
                        Map.of("HAWSER_VAULT_KEY", "hush", "HAWSER_POSTGRES_PASWORD", "hush"),
                        null,
                        Set.of())))
        .isInstanceOf(SettingsInvalid.class)
        .hasMessageContaining("hawser.vault.key")
        .hasMessageContaining("HAWSER_POSTGRES_PASSWORD?")
        .hasMessageNotContaining("hush");
  }

  @Test
  void variables_of_other_tools_of_ours_are_let_through() {
    LoadedSettings settings =
        SettingsLoader.load(
            KNOWN,
            new SettingsSources(
                Map.of(), Map.of("HAWSER_API_KEY", "k"), null, Set.of("HAWSER_API_KEY")));

    assertThat(settings.get(PORT)).isEqualTo(8080);
  }

  @Test
  void a_file_that_is_missing_or_no_yaml_says_so_with_its_place() throws IOException {
    Path missing = folder.resolve("none.yml");
    Path broken = file("hawser:\n  server: [1\n  port: 2\n");

    assertThatThrownBy(() -> load(Map.of(), Map.of(), missing))
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> load(Map.of(), Map.of(), broken))
        .hasMessageContaining(broken + ":3")
        .hasMessageContaining("not YAML");
  }

  @Test
  void a_key_that_is_set_twice_names_both_places() throws IOException {
    Path file = file("hawser:\n  server.port: 1\n  server:\n    port: 2\n");

    assertThatThrownBy(() -> load(Map.of(), Map.of(), file))
        .hasMessageContaining(file + ":4")
        .hasMessageContaining(file + ":2");
  }

  @Test
  void worked_out_values_replace_what_was_there() {
    LoadedSettings settings =
        load(Map.of("hawser.server.port", "3"), Map.of(), null)
            .with(Map.of("hawser.redis.url", "redis://here"), "embedded server");

    assertThat(settings.get(URL)).isEqualTo("redis://here");
    assertThat(settings.source(URL)).contains("embedded server");
    assertThat(settings.get(PORT)).isEqualTo(3);
  }

  private LoadedSettings load(
      Map<String, String> flags, Map<String, String> environment, @Nullable Path file) {
    return SettingsLoader.load(KNOWN, new SettingsSources(flags, environment, file, Set.of()));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("hawser.yml"), text);
  }
}
