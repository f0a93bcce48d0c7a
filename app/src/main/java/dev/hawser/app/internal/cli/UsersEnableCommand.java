package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a user into service again. */
@Command(
    name = "enable",
    sortOptions = false,
    description = {"Enable a connected user that was disabled.", ""},
    footer = {"", "Example:", "  hawser users enable cus_01h455vb4pex5vsknk084sn02q"})
final class UsersEnableCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "The user, as in the list.")
  private String user = "";

  UsersEnableCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    Resources.ofProject(client, "connected-users").change(user, Map.of("status", "active"));
    out().println(terminal().green("enabled") + "  " + Printable.line(user));
    return ExitCodes.OK;
  }
}
