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
    description = {"List the signing keys of the project.", ""},
    footer = {"", "Example:", "  hawser signing-keys list"})
final class SigningKeysListCommand extends ListCommand {
  SigningKeysListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Resources resources(ApiClient client) {
    return Resources.ofProject(client, "signing-keys");
  }

  @Override
  Table table() {
    return Table.withHeader("ID", "NAME", "TYPE", "ISSUER", "SOURCE", "CREATED");
  }

  @Override
  Cell[] row(Item item) {
    return new Cell[] {
      Cell.dim(item.text("id")),
      new Cell(item.text("name"), Style.BOLD),
      Cell.of(item.text("type")),
      Cell.of(item.textOrNone("issuer")),
      Cell.of(item.textOrNone("source")),
      ago(item, "createdAt")
    };
  }

  @Override
  String none() {
    return "There is none.";
  }
}
