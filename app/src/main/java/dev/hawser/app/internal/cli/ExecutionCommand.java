package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.ExecutionText.Detail;
import dev.hawser.app.internal.cli.client.ApiAnswer;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ExecutionDetail;
import dev.hawser.app.internal.cli.client.ProjectApi;
import java.io.IOException;
import java.io.UncheckedIOException;
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
      "  hawser execution exe_01h455vb4pex5vsknk084sn02q --value fetch.output --output all.json",
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
      names = "--value",
      paramLabel = "NAME",
      description = {
        "Fetch one value, of any size, as JSON: input, error, or a step's path with .input,"
            + " .output or .error."
      })
  private @Nullable String value;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE_ID",
      description = "Download this file of the execution instead; needs --output.")
  private @Nullable String file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PATH",
      description =
          "Where --file or --value is written; a --value goes to standard output without it.")
  private @Nullable Path output;

  ExecutionCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if (value != null && !ExecutionValue.isName(value)) {
      throw usage("--value is input, error, or a step's path with .input, .output or .error");
    }
    if (value != null && file != null) {
      throw usage("--value and --file do not go together");
    }
    if (output != null && value == null && file == null) {
      throw usage("--output is the file for a --value or --file; name one");
    }
    if (file != null && output == null) {
      throw usage("--file needs --output");
    }
    if (file != null && output != null && Files.exists(output)) {
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
