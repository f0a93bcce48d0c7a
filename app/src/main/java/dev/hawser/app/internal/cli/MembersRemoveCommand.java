package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes somebody out of the organization. */
@Command(
    name = "remove",
    sortOptions = false,
    description = {"Remove a member and what is theirs; sessions and tokens end at once.", ""},
    footer = {"", "Example:", "  hawser members remove usr_01h455vb4pex5vsknk084sn02q"})
final class MembersRemoveCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "The member, usr_….")
  private String member = "";

  MembersRemoveCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    var _ = Resources.of(client, "members").delete(member);
    out().println(terminal().green("removed") + "  " + Printable.line(member));
    return ExitCodes.OK;
  }
}
