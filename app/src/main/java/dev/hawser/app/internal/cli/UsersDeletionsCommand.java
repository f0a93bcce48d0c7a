package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;

/** Which connected users are being deleted, or were. */
@Command(
    name = "deletions",
    sortOptions = false,
    description = {
      "List the deletions of the project's connected users: those of the last year, newest first.",
      ""
    },
    footer = {"", "Example:", "  hawser users deletions --limit 10"})
final class UsersDeletionsCommand extends DeletionsCommand {
  UsersDeletionsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Resources resources(ApiClient client) {
    return Resources.ofProject(client, "connected-user-deletions");
  }

  @Override
  Cell what(Item deletion) {
    return Cell.of(deletion.text("connectedUserId"));
  }
}
