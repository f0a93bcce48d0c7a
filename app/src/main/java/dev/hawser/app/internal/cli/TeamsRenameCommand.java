package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives a team another name. */
@Command(
    name = "rename",
    sortOptions = false,
    description = {"Give a team another name.", ""},
    footer = {"", "Example:", "  hawser teams rename team_01h455vb4pex5vsknk084sn02q Invoicing"})
final class TeamsRenameCommand extends ApiCommand {
  @Parameters(index = "0", paramLabel = "TEAM", description = "The team, as in the list.")
  private String team = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "What it is called from now on.")
  private String name = "";

  TeamsRenameCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    Resources.of(client, "teams").change(team, Map.of("name", name));
    return done("renamed", name);
  }
}
