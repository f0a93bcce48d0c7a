package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** How far a deletion is. */
@Command(
    name = "deletion",
    sortOptions = false,
    description = {
      "Show how far the deletion of a project is; \"hawser projects delete\" prints its id.",
      ""
    },
    footer = {"", "Example:", "  hawser projects deletion prd_01h455vb4pex5vsknk084sn02q"})
final class ProjectsDeletionCommand extends ShowCommand {
  @Parameters(paramLabel = "ID", description = "The deletion, as it was printed.")
  private String deletion = "";

  ProjectsDeletionCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Item item(ApiClient client) {
    return Resources.of(client, "project-deletions").get(deletion);
  }
}
