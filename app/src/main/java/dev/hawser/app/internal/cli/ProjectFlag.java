package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.ConnectionFlags.Surroundings;
import dev.hawser.app.internal.cli.client.Connection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which project is meant; a personal access token is good for several. */
final class ProjectFlag {
  static final String PROJECT_VARIABLE = "HAWSER_PROJECT";

  @Option(
      names = "--project",
      paramLabel = "ID",
      description =
          "Project that is meant, with a personal access token (default: HAWSER_PROJECT, else the"
              + " one you logged in with).")
  private @Nullable String project;

  /** A connection to the project that was named, or else to the one it is for already. */
  Connection applyTo(Connection found, Surroundings surroundings) {
    Optional<String> named =
        Optional.ofNullable(project)
            .or(() -> surroundings.variable(PROJECT_VARIABLE))
            .map(String::strip)
            .filter(id -> !id.isEmpty());
    return named.isPresent() ? new Connection(found.url(), found.apiKey(), named) : found;
  }
}
