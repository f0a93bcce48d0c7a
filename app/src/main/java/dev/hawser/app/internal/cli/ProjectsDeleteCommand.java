package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import java.time.Duration;
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
  private static final Duration PAUSE = Duration.ofSeconds(1);

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
    return wait ? await(client, id) : ExitCodes.OK;
  }

  /** Shows how far it is, until it is done. */
  private int await(ApiClient client, String id) {
    Resources deletions = Resources.of(client, "project-deletions");
    String told = "";
    while (true) {
      Item deletion = deletions.get(id);
      if (deletion.text("state").equals("done")) {
        terminal().err().println(terminal().green("deleted") + "   " + Printable.line(name));
        return ExitCodes.OK;
      }
      String now = progress(deletion);
      if (!now.equals(told)) {
        told = now;
        terminal().err().println(Printable.line(now));
      }
      if (!Pause.of(PAUSE)) {
        return ExitCodes.FAILED; // interrupted; the server goes on
      }
    }
  }

  private static String progress(Item deletion) {
    String failure = deletion.textOrNone("failure");
    String part = deletion.textOrNone("part");
    return failure.isEmpty()
        ? deletion.text("state") + (part.isEmpty() ? "" : "  " + part)
        : failure;
  }
}
