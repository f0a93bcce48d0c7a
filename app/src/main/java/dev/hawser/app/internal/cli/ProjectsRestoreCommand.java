package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a project up again. */
@Command(
    name = "restore",
    sortOptions = false,
    description = {"Take an archived project up again, with everything that it had.", ""},
    footer = {"", "Example:", "  hawser projects restore prj_01h455vb4pex5vsknk084sn02q"})
final class ProjectsRestoreCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "The project, as in the list.")
  private String project = "";

  ProjectsRestoreCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    String name = Resources.of(client, "projects").act(project, "restore").text("name");
    terminal().err().println(terminal().green("restored") + "  " + Printable.line(name));
    return ExitCodes.OK;
  }
}
