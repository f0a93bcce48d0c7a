package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs an execution again. */
@Command(
    name = "replay",
    sortOptions = false,
    description = {
      "Run an execution again with the same input, as a new execution, and print its id.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  hawser replay exe_01h455vb4pex5vsknk084sn02q --version deployed --wait"
    })
final class ReplayCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "The execution.")
  private String id = "";

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      defaultValue = "original",
      description =
          "Of the workflow: original, which ran then, or deployed, which runs now"
              + " (default: ${DEFAULT-VALUE}).")
  private Version version = Version.ORIGINAL;

  @Mixin private Awaited awaited = new Awaited();

  ReplayCommand(Terminal terminal) {
    super(terminal);
  }

  /** Which version of the workflow runs. */
  enum Version {
    ORIGINAL,
    DEPLOYED
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    String started = api.replay(id, version.name().toLowerCase(Locale.ROOT));
    return awaited.tell(terminal(), api, started);
  }
}
