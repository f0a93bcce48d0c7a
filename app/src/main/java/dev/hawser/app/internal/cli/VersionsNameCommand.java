package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.VersionView;
import dev.hawser.app.internal.cli.client.WorkflowView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a version is called. */
@Command(
    name = "name",
    sortOptions = false,
    description = {"Give a version a label and a description. What is not given is removed.", ""},
    footer = {"", "Example:", "  hawser versions name Hello 3 --label \"March\""})
final class VersionsNameCommand extends ApiCommand {
  @Parameters(index = "0", paramLabel = "NAME|ID", description = "The workflow.")
  private String workflow = "";

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version's number.")
  private String version = "";

  @Option(names = "--label", paramLabel = "TEXT", description = "What to call the version.")
  private @Nullable String label;

  @Option(names = "--description", paramLabel = "TEXT", description = "More about it.")
  private @Nullable String description;

  VersionsNameCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    WorkflowView found = api.workflow(workflow);
    VersionView named = api.of(found).describe(version, label, description);
    String text = named.label() == null ? "" : "  " + named.label();
    out()
        .println(
            terminal().green("named")
                + "  "
                + terminal().bold(Printable.line(found.name()))
                + terminal().dim(Printable.line("  version " + named.version() + text)));
    return ExitCodes.OK;
  }
}
