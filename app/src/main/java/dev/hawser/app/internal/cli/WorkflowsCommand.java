package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.WorkflowView;
import dev.hawser.core.time.SystemTime;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What there is in the project. */
@Command(
    name = "workflows",
    sortOptions = false,
    description = {"List the project's workflows.", ""},
    footer = {"", "Example:", "  hawser workflows"})
final class WorkflowsCommand extends ApiCommand {
  @Option(names = "--json", description = "The API's JSON, one line per workflow.")
  private boolean json;

  WorkflowsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    List<ProjectApi.Item<WorkflowView>> workflows = api.workflows();
    if (json) {
      workflows.forEach(item -> out().println(ValueText.json(item.json())));
      return ExitCodes.OK;
    }
    if (workflows.isEmpty()) {
      terminal()
          .err()
          .println(
              "The project %s has no workflows yet. \"hawser apply FILE\" makes one."
                  .formatted(Printable.line(api.projectName())));
      return ExitCodes.OK;
    }
    Instant now = SystemTime.SOURCE.instant();
    Times times = Times.local();
    Table table = Table.withHeader("NAME", "DEPLOYED", "REVISION", "UPDATED", "ID");
    for (ProjectApi.Item<WorkflowView> item : workflows) {
      WorkflowView workflow = item.view();
      Long version = workflow.deployedVersion();
      Instant updated = workflow.updatedAt();
      table.row(
          new Cell(workflow.name(), Style.BOLD),
          version == null ? Cell.dim("no") : new Cell("version " + version, Style.GREEN),
          Cell.of(Long.toString(workflow.revision())),
          Cell.of(updated == null ? "" : times.ago(updated, now)),
          Cell.dim(workflow.id()));
    }
    table.print(terminal());
    return ExitCodes.OK;
  }
}
