package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;

/** Which projects are being deleted, or were. */
@Command(
    name = "deletions",
    sortOptions = false,
    description = {
      "List the deletions of the organization's projects: those of the last year, newest first.",
      ""
    },
    footer = {"", "Example:", "  hawser projects deletions"})
final class ProjectsDeletionsCommand extends DeletionsCommand {
  ProjectsDeletionsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Resources resources(ApiClient client) {
    return Resources.of(client, "project-deletions");
  }

  @Override
  Cell what(Item deletion) {
    return new Cell(deletion.text("name"), Style.BOLD);
  }
}
