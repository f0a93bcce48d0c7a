package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;

/** Which teams there are. */
@Command(
    name = "list",
    sortOptions = false,
    description = {"List the teams of the organization.", ""},
    footer = {"", "Example:", "  hawser teams list"})
final class TeamsListCommand extends ListCommand {
  TeamsListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Resources resources(ApiClient client) {
    return Resources.of(client, "teams");
  }

  @Override
  Table table() {
    return Table.withHeader("ID", "NAME", "CREATED");
  }

  @Override
  Cell[] row(Item item) {
    return new Cell[] {
      Cell.dim(item.text("id")), new Cell(item.text("name"), Style.BOLD), ago(item, "createdAt")
    };
  }

  @Override
  String none() {
    return "There is none.";
  }
}
