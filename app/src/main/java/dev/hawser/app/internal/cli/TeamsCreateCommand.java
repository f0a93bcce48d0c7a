package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a team. */
@Command(
    name = "create",
    sortOptions = false,
    description = {"Create a team; its id is printed.", ""},
    footer = {"", "Example:", "  hawser teams create Billing"})
final class TeamsCreateCommand extends ApiCommand {
  @Parameters(paramLabel = "NAME", description = "What it is called; no other team has the name.")
  private String name = "";

  TeamsCreateCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    out().println(Resources.of(client, "teams").create(Map.of("name", name)).text("id"));
    return ExitCodes.OK;
  }
}
