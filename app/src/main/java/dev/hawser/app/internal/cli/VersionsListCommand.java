package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.VersionView;
import dev.hawser.core.time.SystemTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The versions of a workflow. */
@Command(
    name = "list",
    sortOptions = false,
    description = {"List the versions of a workflow, newest first.", ""},
    footer = {"", "Example:", "  hawser versions list Hello"})
final class VersionsListCommand extends ApiCommand {
  @Parameters(paramLabel = "NAME|ID", description = "The workflow.")
  private String workflow = "";

  @Option(names = "--json", description = "The API's JSON, one line per version.")
  private boolean json;

  VersionsListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    List<ProjectApi.Item<VersionView>> versions = api.of(api.workflow(workflow)).versions();
    if (json) {
      versions.forEach(item -> out().println(ValueText.json(item.json())));
      return ExitCodes.OK;
    }
    if (versions.isEmpty()) {
      terminal()
          .err()
          .println(
              "There is no version yet: \"hawser deploy\" and \"hawser versions save\" make one.");
      return ExitCodes.OK;
    }
    Instant now = SystemTime.SOURCE.instant();
    Times times = Times.local();
    Table table = Table.withHeader("VERSION", "LABEL", "STATE", "MADE", "BY");
    for (ProjectApi.Item<VersionView> item : versions) {
      VersionView version = item.view();
      table.row(
          new Cell(Long.toString(version.version()), Style.BOLD),
          Cell.of(Objects.requireNonNullElse(version.label(), "")),
          state(version),
          Cell.of(times.ago(version.createdAt(), now)),
          Cell.dim(version.createdBy()));
    }
    table.print(terminal());
    return ExitCodes.OK;
  }

  private static Cell state(VersionView version) {
    if (version.deployed()) {
      return new Cell("deployed", Style.GREEN);
    }
    return version.problemCount() == 0
        ? Cell.of("")
        : new Cell("problems: " + version.problemCount(), Style.YELLOW);
  }
}
