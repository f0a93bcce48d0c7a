package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One user. */
@Command(
    name = "show",
    sortOptions = false,
    description = {"Show a connected user with the metadata.", ""},
    footer = {"", "Example:", "  hawser users show cus_01h455vb4pex5vsknk084sn02q"})
final class UsersShowCommand extends ShowCommand {
  @Parameters(paramLabel = "ID", description = "The user, as in the list.")
  private String user = "";

  UsersShowCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Item item(ApiClient client) {
    return Resources.ofProject(client, "connected-users").get(user);
  }
}
