package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Who is in a team. */
@Command(
    name = "members",
    sortOptions = false,
    description = {"List the members of a team.", ""},
    footer = {"", "Example:", "  hawser teams members team_01h455vb4pex5vsknk084sn02q"})
final class TeamsMembersCommand extends ListCommand {
  @Parameters(paramLabel = "TEAM", description = "The team, as in the list.")
  private String team = "";

  TeamsMembersCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Resources resources(ApiClient client) {
    return Resources.ofOne(client, "teams", team, "members");
  }

  @Override
  Table table() {
    return Table.withHeader("ID", "E-MAIL", "NAME");
  }

  @Override
  Cell[] row(Item item) {
    return new Cell[] {
      Cell.dim(item.text("id")),
      new Cell(item.text("email"), Style.BOLD),
      Cell.of((item.textOrNone("firstName") + " " + item.textOrNone("lastName")).strip())
    };
  }

  @Override
  String none() {
    return "Nobody is in it.";
  }
}
