package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.Resources.Item;

/** Lists deletions that go on in the background, and those of the last year. */
abstract class DeletionsCommand extends ListCommand {
  DeletionsCommand(Terminal terminal) {
    super(terminal);
  }

  /** What is deleted. */
  abstract Cell what(Item deletion);

  @Override
  Table table() {
    return Table.withHeader("ID", "WHAT", "STATE", "GONE", "ASKED");
  }

  @Override
  Cell[] row(Item item) {
    return new Cell[] {
      Cell.dim(item.text("id")),
      what(item),
      Cell.of(item.text("state")),
      Cell.of(Long.toString(item.number("deleted"))),
      ago(item, "requestedAt")
    };
  }

  @Override
  String none() {
    return "Nothing was deleted within a year.";
  }
}
