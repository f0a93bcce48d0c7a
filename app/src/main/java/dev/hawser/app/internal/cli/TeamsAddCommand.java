package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Puts a member into a team. */
@Command(
    name = "add",
    sortOptions = false,
    description = {"Put a member of the organization into a team.", ""},
    footer = {
      "",
      "Example:",
      "  hawser teams add team_01h455vb4pex5vsknk084sn02q usr_01h455vb4pex5vsknk084sn02q"
    })
final class TeamsAddCommand extends ApiCommand {
  @Parameters(index = "0", paramLabel = "TEAM", description = "The team, as in the list.")
  private String team = "";

  @Parameters(index = "1", paramLabel = "MEMBER", description = "The member, usr_….")
  private String member = "";

  TeamsAddCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    Resources.ofOne(client, "teams", team, "members").add(member);
    return done("added", member);
  }
}
