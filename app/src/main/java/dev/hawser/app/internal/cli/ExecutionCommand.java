package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.ExecutionText.Detail;
import dev.hawser.app.internal.cli.client.ApiAnswer;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ExecutionDetail;
import dev.hawser.app.internal.cli.client.ProjectApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One execution, step by step. */
@Command(
    name = "execution",
    sortOptions = false,
    description = {
      "Show an execution: the tree of its steps with status, times, attempts, inputs and outputs.",
      ""
    },
    footer = {"", "Example:", "  hawser execution exe_01h455vb4pex5vsknk084sn02q"})
final class ExecutionCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "The execution.")
  private String id = "";

  @Option(names = "--full", description = "Show long values whole.")
  private boolean full;

  @Option(names = "--json", description = "The API's JSON.")
  private boolean json;

  ExecutionCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    ApiAnswer answer = api.execution(id);
    if (json) {
      out().println(answer.text());
      return ExitCodes.OK;
    }
    ExecutionDetail detail = ExecutionDetail.of(answer);
    String name = new WorkflowNames(api).of(detail.execution().workflowId());
    new ExecutionText(terminal(), Times.local(), full ? Detail.FULL : Detail.BRIEF)
        .lines(detail, name)
        .forEach(out()::println);
    return ExitCodes.OK;
  }
}
