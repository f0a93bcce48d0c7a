package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets nothing be done for a user. */
@Command(
    name = "disable",
    sortOptions = false,
    description = {"Disable a connected user: tokens are refused, data stays.", ""},
    footer = {"", "Example:", "  hawser users disable cus_01h455vb4pex5vsknk084sn02q"})
final class UsersDisableCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "The user, as in the list.")
  private String user = "";

  UsersDisableCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    Resources.ofProject(client, "connected-users").change(user, Map.of("status", "disabled"));
    out().println(terminal().green("disabled") + "  " + Printable.line(user));
    return ExitCodes.OK;
  }
}
