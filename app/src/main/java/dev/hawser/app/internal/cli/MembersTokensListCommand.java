package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Which there are. */
@Command(
    name = "list",
    sortOptions = false,
    description = {"List the personal access tokens of a member; their texts are never shown.", ""},
    footer = {"", "Example:", "  hawser members tokens list usr_01h455vb4pex5vsknk084sn02q"})
final class MembersTokensListCommand extends ListCommand {
  @Parameters(paramLabel = "MEMBER", description = "The member, usr_….")
  private String member = "";

  MembersTokensListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Resources resources(ApiClient client) {
    return Resources.ofOne(client, "members", member, "tokens");
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
