package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which there are. */
@Command(
    name = "list",
    sortOptions = false,
    description = {
      "List the organizations of the installation by name.",
      "Asks the server that runs on the data folder; run it on that machine.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  hawser admin organizations list --search ac --data /var/lib/hawser"
    })
final class AdminOrganizationsListCommand extends OperatorCommand {
  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "Only whose name begins with this, in any case.")
  private @Nullable String search;

  @Mixin private ListFlags list = new ListFlags(ListCommand.USUAL_LIMIT);

  AdminOrganizationsListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    list.check();
    return list.print(
        terminal(),
        new Listing(
            Resources.of(client, "operator/organizations"),
            new Given().with("search", search).fields(),
            Table.withHeader("ID", "NAME", "CREATED"),
            AdminOrganizationsListCommand::row,
            "There is none."));
  }

  private static Cell[] row(Item item) {
    return new Cell[] {
      Cell.dim(item.text("id")),
      new Cell(item.text("name"), Style.BOLD),
      ListCommand.ago(item, "createdAt")
    };
  }
}
