package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;

/** Which there are. */
@Command(
    name = "list",
    sortOptions = false,
    description = {"List the API keys of the project; their texts are never shown again.", ""},
    footer = {"", "Example:", "  hawser keys list"})
final class KeysListCommand extends ListCommand {
  KeysListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Resources resources(ApiClient client) {
    return Resources.ofProject(client, "api-keys");
  }

  @Override
  Table table() {
    return Table.withHeader("ID", "NAME", "BEGINS", "USED", "EXPIRES");
  }

  @Override
  Cell[] row(Item item) {
    return new Cell[] {
      Cell.dim(item.text("id")),
      new Cell(item.text("name"), Style.BOLD),
      Cell.of(item.text("prefix")),
      ago(item, "lastUsedAt"),
      at(item, "expiresAt")
    };
  }

  @Override
  String none() {
    return "There is none.";
  }
}
