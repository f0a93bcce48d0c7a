package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.ExecutionText.Detail;
import dev.hawser.app.internal.cli.client.ApiAnswer;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ExecutionDetail;
import dev.hawser.app.internal.cli.client.ProjectApi;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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
    footer = {
      "",
      "Examples:",
      "  hawser execution exe_01h455vb4pex5vsknk084sn02q",
      "  hawser execution exe_01h455vb4pex5vsknk084sn02q --file file_01h455vb4pex5vsknk084sn02q"
          + " --output scan.pdf"
    })
final class ExecutionCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "The execution.")
  private String id = "";

  @Option(names = "--full", description = "Show long values whole.")
  private boolean full;

  @Option(names = "--json", description = "The API's JSON.")
  private boolean json;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE_ID",
      description = "Download this file of the execution instead; needs --output.")
  private @Nullable String file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PATH",
      description = "Where the downloaded file goes; nothing may be there yet.")
  private @Nullable Path output;

  ExecutionCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if ((file == null) != (output == null)) {
      throw usage("--file and --output go together");
    }
    if (output != null && Files.exists(output)) {
      throw usage("--output " + output + ": there is something already");
    }
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    if (file != null && output != null) {
      long size = api.download(id, file, output);
      out().println(output + "  " + ValueText.size(size));
      return ExitCodes.OK;
    }
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
