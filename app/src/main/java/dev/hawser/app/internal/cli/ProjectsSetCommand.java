package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a project. */
@Command(
    name = "set",
    sortOptions = false,
    description = {
      "Change the settings of a project; what is not named stays as it is.",
      "\"hawser projects origins\" says whose pages may call.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  hawser projects set prj_01h455vb4pex5vsknk084sn02q --name Billing --access team --max-users 5000"
    })
final class ProjectsSetCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "The project, as in the list.")
  private String project = "";

  @Option(names = "--name", paramLabel = "NAME", description = "What it is called.")
  private @Nullable String name;

  @Option(
      names = "--description",
      paramLabel = "TEXT",
      description = "What it is for; an empty text takes it away.")
  private @Nullable String description;

  @Option(names = "--team", paramLabel = "ID", description = "Whose it is, team_….")
  private @Nullable String team;

  @Option(
      names = "--access",
      paramLabel = "WHO",
      description = "Who sees it besides admins: organization for all members, or team.")
  private @Nullable String access;

  @Option(
      names = "--max-users",
      paramLabel = "N",
      description = "How many connected users it may have.")
  private @Nullable Integer maxUsers;

  @Option(names = "--any-users", description = "It may have any number of connected users.")
  private boolean anyUsers;

  ProjectsSetCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if (change().isEmpty()) {
      throw usage("Say what is to be changed");
    }
  }

  @Override
  int run(ApiClient client) {
    Resources.of(client, "projects").change(project, change().fields());
    return done("changed", project);
  }

  private Given change() {
    Given change =
        new Given()
            .with("name", name)
            .with("team", team)
            .with("description", description)
            .with("access", access)
            .with("maxConnectedUsers", maxUsers);
    if ("".equals(description)) {
      change.without("description");
    }
    return anyUsers ? change.without("maxConnectedUsers") : change;
  }
}
