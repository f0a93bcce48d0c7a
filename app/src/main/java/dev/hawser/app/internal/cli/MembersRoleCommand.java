package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives a member another role. */
@Command(
    name = "role",
    sortOptions = false,
    description = {"Give a member another role.", ""},
    footer = {"", "Example:", "  hawser members role usr_01h455vb4pex5vsknk084sn02q viewer"})
final class MembersRoleCommand extends ApiCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The member, usr_….")
  private String member = "";

  @Parameters(index = "1", paramLabel = "ROLE", description = "admin, member, support or viewer.")
  private String role = "";

  MembersRoleCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    Resources.of(client, "members").change(member, Map.of("role", role));
    out().println(terminal().green(Printable.line(role)) + "  " + Printable.line(member));
    return ExitCodes.OK;
  }
}
