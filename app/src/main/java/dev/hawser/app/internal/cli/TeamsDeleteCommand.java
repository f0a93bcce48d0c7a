package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes a team. */
@Command(
    name = "delete",
    sortOptions = false,
    description = {"Delete a team that has no projects. Its members stay in the organization.", ""},
    footer = {"", "Example:", "  hawser teams delete team_01h455vb4pex5vsknk084sn02q --yes"})
final class TeamsDeleteCommand extends ApiCommand {
  @Parameters(paramLabel = "TEAM", description = "The team, as in the list.")
  private String team = "";

  @Mixin private Confirmation confirmation = new Confirmation();

  TeamsDeleteCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    confirmation.check(terminal());
  }

  @Override
  int run(ApiClient client) {
    if (!confirmation.given(terminal(), "Delete the team " + team + "?")) {
      return ExitCodes.FAILED;
    }
    var _ = Resources.of(client, "teams").delete(team);
    return done("deleted", team);
  }
}
