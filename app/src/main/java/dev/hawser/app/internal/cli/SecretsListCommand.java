package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;

/** Which secrets there are. */
@Command(
    name = "list",
    sortOptions = false,
    description = {"List the project's environment secrets; values are never shown.", ""},
    footer = {"", "Example:", "  hawser secrets list"})
final class SecretsListCommand extends ListCommand {
  SecretsListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Resources resources(ApiClient client) {
    return Resources.ofProject(client, "secrets");
  }

  @Override
  Table table() {
    return Table.withHeader("NAME", "CHANGED", "BY", "FINGERPRINT");
  }

  @Override
  Cell[] row(Item item) {
    return new Cell[] {
      new Cell(item.text("name"), Style.BOLD),
      ago(item, "changedAt"),
      Cell.of(item.textOrNone("changedBy")),
      Cell.dim(item.textOrNone("fingerprint"))
    };
  }

  @Override
  String none() {
    return "The project has no secrets yet. \"hawser secrets set NAME\" makes one.";
  }
}
