package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a user with all data. */
@Command(
    name = "delete",
    sortOptions = false,
    description = {
      "Delete a connected user and everything that belongs to it. It cannot be undone.",
      "The work goes on in the background; the id of the deletion is printed.",
      ""
    },
    footer = {"", "Example:", "  hawser users delete cus_01h455vb4pex5vsknk084sn02q"})
final class UsersDeleteCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "The user, as in the list.")
  private String user = "";

  @Option(names = "--wait", description = "Wait until everything is deleted.")
  private boolean wait;

  UsersDeleteCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    String id = Resources.ofProject(client, "connected-users").delete(user, Map.of()).text("id");
    out().println(id);
    terminal().err().println(terminal().green("deleting") + "  " + Printable.line(user));
    Resources deletions = Resources.ofProject(client, "connected-user-deletions");
    return wait ? DeletionProgress.await(terminal(), deletions, id, user) : ExitCodes.OK;
  }
}
