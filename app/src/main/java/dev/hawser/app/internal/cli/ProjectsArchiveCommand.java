package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Puts a project away. */
@Command(
    name = "archive",
    sortOptions = false,
    description = {
      "Archive a project: nothing new begins in it, its keys and user tokens are refused, and it",
      "can only be looked at. Executions that have begun end.",
      ""
    },
    footer = {"", "Example:", "  hawser projects archive prj_01h455vb4pex5vsknk084sn02q"})
final class ProjectsArchiveCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "The project, as in the list.")
  private String project = "";

  ProjectsArchiveCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    String name = Resources.of(client, "projects").act(project, "archive").text("name");
    terminal().err().println(terminal().green("archived") + "  " + Printable.line(name));
    return ExitCodes.OK;
  }
}
