package dev.hawser.app.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hawser.app.internal.config.AllSettings;
import dev.hawser.core.config.SettingsLoader;
import dev.hawser.core.config.SettingsSources;
import dev.hawser.embedded.EmbeddedServer;
import dev.hawser.embedded.EmbeddedServers;
import dev.hawser.embedded.StartRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of a PostgreSQL that is not ours to set up. */
final class DoctorIT {
  /** Of all tests: the database is made once, and its parameters are those of each start. */
  @TempDir private static Path folder = Path.of("");

  @Test
  void a_server_as_it_should_be_gets_no_advice() {
    assertThat(postgresFindings(Map.of()))
        .extracting(Finding::check, Finding::state)
        .containsExactly(
            tuple("PostgreSQL identity", Finding.State.OK),
            tuple("PostgreSQL workflows", Finding.State.OK),
            tuple("PostgreSQL tasks", Finding.State.OK));
  }

  @Test
  void advice_names_the_parameters_that_cost_durability_or_speed() {
    List<Finding> advice =
        postgresFindings(Map.of("synchronous_commit", "off", "autovacuum_naptime", "1min")).stream()
            .filter(finding -> finding.state() == Finding.State.WARNING)
            .toList();

    assertThat(advice)
        .extracting(Finding::check)
        .containsExactly(
            "PostgreSQL identity", "PostgreSQL workflows", "PostgreSQL tasks", "PostgreSQL tasks");
    assertThat(advice.getFirst().detail()).startsWith("synchronous_commit off");
    assertThat(advice.getFirst().remedy()).isEqualTo("Set synchronous_commit = on there.");
    assertThat(advice.getLast().detail()).startsWith("autovacuum_naptime is 60 s");
    assertThat(advice.getLast().remedy()).contains("autovacuum_naptime = 5s");
  }

  @Test
  void without_autovacuum_the_interval_does_not_matter() {
    assertThat(postgresFindings(Map.of("autovacuum", "off", "autovacuum_naptime", "1min")))
        .filteredOn(finding -> finding.state() == Finding.State.WARNING)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("PostgreSQL tasks");
              assertThat(finding.detail()).startsWith("autovacuum off");
            });
  }

  private List<Finding> postgresFindings(Map<String, String> parameters) {
    try (EmbeddedServers servers =
        EmbeddedServers.start(
            StartRequest.in(folder.resolve("server"))
                .withServers(Set.of(EmbeddedServer.POSTGRES))
                .withPostgresSettings(parameters))) {
      var postgres = servers.postgres().orElseThrow();
      Map<String, String> flags =
          Map.of(
              "hawser.data", folder.resolve("data").toString(),
              "hawser.postgres.url", postgres.jdbcUrl(),
              "hawser.postgres.username", postgres.username(),
              "hawser.postgres.password", postgres.password());
      return new Doctor(
              SettingsLoader.load(
                  AllSettings.ALL, new SettingsSources(flags, Map.of(), null, Set.of())))
          .examine().stream().filter(finding -> finding.check().startsWith("PostgreSQL")).toList();
    }
  }
}
