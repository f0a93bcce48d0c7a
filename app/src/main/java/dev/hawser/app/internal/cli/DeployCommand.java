package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.WorkflowView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a workflow's draft run. */
@Command(
    name = "deploy",
    sortOptions = false,
    description = {
      "Deploy a workflow's draft as a new version; new executions start with it.",
      "A draft that is deployed already stays the version it is.",
      "With --version an older version is deployed again, and the draft stays as it is.",
      ""
    },
    footer = {"", "Examples:", "  hawser deploy Hello", "  hawser deploy Hello --version 3"})
final class DeployCommand extends ApiCommand {
  @Parameters(paramLabel = "NAME|ID", description = "The workflow.")
  private String workflow = "";

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "Deploy this version, not the draft.")
  private @Nullable String version;

  DeployCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    WorkflowView found = api.workflow(workflow);
    Deployment deployment = new Deployment(terminal(), api);
    if (version == null) {
      deployment.deploy(found);
    } else {
      deployment.deploy(found, version);
    }
    return ExitCodes.OK;
  }
}
