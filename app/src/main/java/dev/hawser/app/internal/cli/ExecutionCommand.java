package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.ExecutionText.Detail;
import dev.hawser.app.internal.cli.client.ApiAnswer;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ExecutionDetail;
import dev.hawser.app.internal.cli.client.ProjectApi;
import java.io.IOException;
import java.io.UncheckedIOException;
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
      "  hawser execution exe_01h455vb4pex5vsknk084sn02q --value fetch.output --output all.json"
    })
final class ExecutionCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "The execution.")
  private String id = "";

  @Option(names = "--full", description = "Show long values whole.")
  private boolean full;

  @Option(names = "--json", description = "The API's JSON.")
  private boolean json;

  @Option(
      names = "--value",
      paramLabel = "NAME",
      description = {
        "Fetch one value, of any size, as JSON: input, error, or a step's path with .input,"
            + " .output or .error."
      })
  private @Nullable String value;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where --value is written; standard output without it.")
  private @Nullable Path output;

  ExecutionCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if (value != null && !ExecutionValue.isName(value)) {
      throw usage("--value is input, error, or a step's path with .input, .output or .error");
    }
    if (output != null && value == null) {
      throw usage("--output is the file for a --value; name one");
    }
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    ApiAnswer answer = api.execution(id);
    if (json && value == null) {
      out().println(answer.text());
      return ExitCodes.OK;
    }
    ExecutionDetail detail = ExecutionDetail.of(answer);
    if (value != null) {
      fetch(new ExecutionValue(api, detail), value);
      return ExitCodes.OK;
    }
    String name = new WorkflowNames(api).of(detail.execution().workflowId());
    new ExecutionText(terminal(), Times.local(), full ? Detail.FULL : Detail.BRIEF)
        .lines(detail, name)
        .forEach(out()::println);
    return ExitCodes.OK;
  }

  private void fetch(ExecutionValue values, String name) {
    if (output != null) {
      values.save(name, output);
      return;
    }
    try {
      values.write(name, out());
      out().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a print stream does not fail", e);
    }
  }
}
