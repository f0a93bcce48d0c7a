package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.SecretsApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes a secret. */
@Command(
    name = "delete",
    sortOptions = false,
    description = {
      "Delete an environment secret of the project. Workflows that use it fail where they do.",
      ""
    },
    footer = {"", "Example:", "  hawser secrets delete API_TOKEN"})
final class SecretsDeleteCommand extends ApiCommand {
  @Parameters(paramLabel = "NAME", description = "The secret.")
  private String name = "";

  SecretsDeleteCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    SecretsApi.of(client, ProjectApi.open(client)).delete(name);
    out().println(terminal().green("deleted") + "  " + Printable.line(name));
    return ExitCodes.OK;
  }
}
