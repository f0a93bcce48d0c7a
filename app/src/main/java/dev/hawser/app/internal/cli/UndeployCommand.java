package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.WorkflowView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stops a workflow from being started. */
@Command(
    name = "undeploy",
    sortOptions = false,
    description = {
      "Take a workflow out of service: nothing starts it any more. Executions that run go on.",
      ""
    },
    footer = {"", "Example:", "  hawser undeploy Hello"})
final class UndeployCommand extends ApiCommand {
  @Parameters(paramLabel = "NAME|ID", description = "The workflow.")
  private String workflow = "";

  UndeployCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    WorkflowView found = api.workflow(workflow);
    api.undeploy(found.id());
    out().println(terminal().green("undeployed") + "  " + Printable.line(found.name()));
    return ExitCodes.OK;
  }
}
