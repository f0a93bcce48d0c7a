package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a project with everything that it has. */
@Command(
    name = "delete",
    sortOptions = false,
    description = {
      "Delete a project and everything that it has: workflows, task history, files, secrets, keys,",
      "connected users. It is gone at once and cannot be brought back.",
      "The work goes on in the background; the id of the deletion is printed.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  hawser projects delete prj_01h455vb4pex5vsknk084sn02q --confirm Billing --wait"
    })
final class ProjectsDeleteCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "The project, as in the list.")
  private String project = "";

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      required = true,
      description = "The project's name, so that it is no other one.")
  private String name = "";

  @Option(names = "--wait", description = "Wait until everything is deleted.")
  private boolean wait;

  ProjectsDeleteCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    Item deletion = Resources.of(client, "projects").delete(project, Map.of("confirm", name));
    String id = deletion.text("id");
    out().println(id);
    terminal().err().println(terminal().green("deleting") + "  " + Printable.line(name));
    Resources deletions = Resources.of(client, "project-deletions");
    return wait ? DeletionProgress.await(terminal(), deletions, id, name) : ExitCodes.OK;
  }
}
