package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What a project is. */
@Command(
    name = "show",
    sortOptions = false,
    description = {"Show the settings of a project.", ""},
    footer = {"", "Example:", "  hawser projects show prj_01h455vb4pex5vsknk084sn02q"})
final class ProjectsShowCommand extends ShowCommand {
  @Parameters(paramLabel = "ID", description = "The project, as in the list.")
  private String project = "";

  ProjectsShowCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Item item(ApiClient client) {
    return Resources.of(client, "projects").get(project);
  }
}
