package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ExecutionQuery;
import dev.hawser.app.internal.cli.client.ExecutionView;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.core.time.SystemTime;
import dev.hawser.tasks.ExecutionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What ran, and what runs. */
@Command(
    name = "executions",
    sortOptions = false,
    description = {"List executions, the newest first, or watch them.", ""},
    footer = {
      "",
      "Examples:",
      "  hawser executions --workflow Hello --status failed",
      "  hawser executions --follow"
    })
final class ExecutionsCommand extends ApiCommand {
  private static final int MOST = 200;

  @Option(
      names = {"-w", "--workflow"},
      paramLabel = "NAME|ID",
      description = "Only those of this workflow.")
  private @Nullable String workflow;

  @Option(
      names = {"-s", "--status"},
      paramLabel = "STATUS",
      description =
          "Only those in this status: queued, running, waiting, succeeded, failed or"
              + " cancelled.")
  private @Nullable ExecutionStatus status;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      description = "How many at most, up to 200 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with new ones and changes as they come, until Ctrl-C.")
  private boolean follow;

  @Option(names = "--json", description = "The API's JSON, one line per execution.")
  private boolean json;

  ExecutionsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if (limit < 1 || limit > MOST) {
      throw usage("--limit must be from 1 to " + MOST + ", not " + limit);
    }
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    String workflowId = workflow == null ? null : api.workflow(workflow).id();
    String only = status == null ? null : status.name();
    ExecutionQuery query = new ExecutionQuery(workflowId, only, null, limit, null);
    if (follow) {
      new ExecutionFollower(terminal(), api, json).follow(query);
      return ExitCodes.OK;
    }
    List<ProjectApi.Item<ExecutionView>> found = api.executions(query).items();
    if (json) {
      found.forEach(item -> out().println(ValueText.json(item.json())));
    } else if (found.isEmpty()) {
      terminal().err().println("There are no executions" + (filtered() ? " like that." : " yet."));
    } else {
      table(found.stream().map(ProjectApi.Item::view).toList(), new WorkflowNames(api))
          .print(terminal());
    }
    return ExitCodes.OK;
  }

  private boolean filtered() {
    return workflow != null || status != null;
  }

  private static Table table(List<ExecutionView> executions, WorkflowNames names) {
    Instant now = SystemTime.SOURCE.instant();
    Times times = Times.local();
    Table table =
        Table.withHeader("STATUS", "WORKFLOW", "VERSION", "TRIGGER", "ACCEPTED", "TOOK", "ID");
    for (ExecutionView execution : executions) {
      Long took = execution.durationMs();
      table.row(
          new Cell(execution.status().toLowerCase(Locale.ROOT), Style.ofStatus(execution.status())),
          Cell.of(Printable.cut(names.of(execution.workflowId()), 40)),
          Cell.of(Long.toString(execution.version())),
          Cell.of(execution.trigger().toLowerCase(Locale.ROOT)),
          Cell.of(times.ago(execution.acceptedAt(), now)),
          Cell.of(took == null ? "" : Times.duration(took)),
          Cell.dim(execution.id()));
    }
    return table;
  }
}
