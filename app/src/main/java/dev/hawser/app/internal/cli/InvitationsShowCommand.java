package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One invitation. */
@Command(
    name = "show",
    sortOptions = false,
    description = {"Show an invitation, and what became of its mail.", ""},
    footer = {"", "Example:", "  hawser invitations show inv_01h455vb4pex5vsknk084sn02q"})
final class InvitationsShowCommand extends ShowCommand {
  @Parameters(paramLabel = "ID", description = "The invitation, as in the list.")
  private String invitation = "";

  InvitationsShowCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Item item(ApiClient client) {
    return Resources.of(client, "invitations").get(invitation);
  }
}
