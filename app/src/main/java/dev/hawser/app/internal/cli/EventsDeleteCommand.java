package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes an app event away. */
@Command(
    name = "delete",
    sortOptions = false,
    description = {"Delete an app event. Refused while a deployed workflow listens to it.", ""},
    footer = {"", "Example:", "  hawser events delete order.created"})
final class EventsDeleteCommand extends ApiCommand {
  @Parameters(paramLabel = "NAME", description = "The event.")
  private String name = "";

  @Option(names = "--force", description = "Also when deployed workflows listen.")
  private boolean force;

  EventsDeleteCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    ProjectApi.open(client).events().delete(name, force);
    out().println(terminal().green("deleted") + "  " + Printable.line(name));
    return ExitCodes.OK;
  }
}
