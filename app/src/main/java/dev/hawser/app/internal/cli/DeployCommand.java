package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets a workflow's draft run. */
@Command(
    name = "deploy",
    sortOptions = false,
    description = {
      "Deploy a workflow's draft as a new version; new executions start with it.",
      "A draft that is deployed already stays the version it is.",
      ""
    },
    footer = {"", "Example:", "  hawser deploy Hello"})
final class DeployCommand extends ApiCommand {
  @Parameters(paramLabel = "NAME|ID", description = "The workflow.")
  private String workflow = "";

  DeployCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    new Deployment(terminal(), api).deploy(api.workflow(workflow));
    return ExitCodes.OK;
  }
}
