package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a member out of a team. */
@Command(
    name = "remove",
    sortOptions = false,
    description = {"Take a member out of a team; they stay in the organization.", ""},
    footer = {
      "",
      "Example:",
      "  hawser teams remove team_01h455vb4pex5vsknk084sn02q usr_01h455vb4pex5vsknk084sn02q"
    })
final class TeamsRemoveCommand extends ApiCommand {
  @Parameters(index = "0", paramLabel = "TEAM", description = "The team, as in the list.")
  private String team = "";

  @Parameters(index = "1", paramLabel = "MEMBER", description = "The member, usr_….")
  private String member = "";

  TeamsRemoveCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    var _ = Resources.ofOne(client, "teams", team, "members").delete(member);
    return done("removed", member);
  }
}
