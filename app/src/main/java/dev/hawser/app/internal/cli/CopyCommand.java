package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.WorkflowView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a workflow of another one. */
@Command(
    name = "copy",
    sortOptions = false,
    description = {
      "Make a new workflow of another one's draft or version. To bring workflows to another project,"
          + " see \"hawser projects copy --help\".",
      ""
    },
    footer = {"", "Example:", "  hawser copy Hello \"Hello again\""})
final class CopyCommand extends ApiCommand {
  @Parameters(index = "0", paramLabel = "NAME|ID", description = "The workflow.")
  private String workflow = "";

  @Parameters(index = "1", paramLabel = "NEW-NAME", description = "What to call the copy.")
  private String name = "";

  @Option(
      names = "--version",
      paramLabel = "STATE",
      description = "\"draft\" (the default), \"deployed\" or a version's number.")
  private @Nullable String version;

  CopyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    WorkflowView copy = api.of(api.workflow(workflow)).copy(name, version);
    out()
        .println(
            terminal().green("created")
                + "  "
                + terminal().bold(Printable.line(copy.name()))
                + terminal().dim("  " + copy.id()));
    return ExitCodes.OK;
  }
}
