package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.VersionView;
import dev.hawser.app.internal.cli.client.WorkflowView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps a draft. */
@Command(
    name = "save",
    sortOptions = false,
    description = {
      "Save a workflow's draft as a version, without deploying it. What is a version already stays"
          + " one.",
      ""
    },
    footer = {"", "Example:", "  hawser versions save Hello --label \"Before the rewrite\""})
final class VersionsSaveCommand extends ApiCommand {
  @Parameters(paramLabel = "NAME|ID", description = "The workflow.")
  private String workflow = "";

  @Option(names = "--label", paramLabel = "TEXT", description = "What to call the version.")
  private @Nullable String label;

  @Option(names = "--description", paramLabel = "TEXT", description = "More about it.")
  private @Nullable String description;

  VersionsSaveCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    WorkflowView found = api.workflow(workflow);
    VersionView saved = api.of(found).save(label, description);
    out()
        .println(
            terminal().green("saved")
                + "  "
                + terminal().bold(Printable.line(found.name()))
                + terminal().dim("  version " + saved.version()));
    return ExitCodes.OK;
  }
}
