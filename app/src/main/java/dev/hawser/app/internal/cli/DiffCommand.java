package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiAnswer;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.DiffView;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.WorkflowApi;
import dev.hawser.app.internal.cli.client.WorkflowView;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is different. */
@Command(
    name = "diff",
    sortOptions = false,
    description = {
      "Show what is different between two states of a workflow: what changed step by step, then a"
          + " unified diff of its YAML. A state is \"draft\", \"deployed\" or a version's number.",
      "Without options: what deploying the draft would change. With a file: what applying it would"
          + " change.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hawser diff Hello",
      "  hawser diff Hello hello.yaml",
      "  hawser diff Hello --from 3 --to 5"
    })
final class DiffCommand extends ApiCommand {
  @Parameters(index = "0", paramLabel = "NAME|ID", description = "The workflow.")
  private String workflow = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "Compare with this.")
  private @Nullable Path file;

  @Option(
      names = "--from",
      paramLabel = "STATE",
      description =
          "The old state; else what is deployed or the newest version, with a file the draft.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "STATE", description = "The new state; else the draft.")
  private @Nullable String to;

  @Option(names = "--with", paramLabel = "NAME|ID", description = "Take --to from this workflow.")
  private @Nullable String other;

  @Option(names = "--summary", description = "Only what changed step by step.")
  private boolean summary;

  @Option(names = "--exit-code", description = "Exit with 1 when there are differences.")
  private boolean exitCode;

  @Option(names = "--json", description = "The API's JSON.")
  private boolean json;

  DiffCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if (file != null && (to != null || other != null)) {
      throw usage("A file is compared with --from; --to and --with are for two states");
    }
    if (file != null && !(Files.isRegularFile(file) && DefinitionFile.fits(file))) {
      throw usage(file + " is not a file that ends in .json, .yaml or .yml");
    }
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    WorkflowApi of = api.of(api.workflow(workflow));
    ApiAnswer answer =
        file == null
            ? of.diff(new WorkflowApi.States(from, to, other(api)))
            : of.diff(from, DefinitionFile.read(file).payload());
    DiffView diff = DiffView.of(answer);
    if (json) {
      out().println(answer.text());
    } else if (diff.same()) {
      terminal().err().println("There is no difference.");
    } else {
      ChangeText.summary(terminal(), diff, Integer.MAX_VALUE).forEach(out()::println);
      if (!summary) {
        out().println();
        ChangeText.unified(terminal(), diff).forEach(out()::println);
      }
    }
    return exitCode && !diff.same() ? ExitCodes.FAILED : ExitCodes.OK;
  }

  private @Nullable String other(ProjectApi api) {
    if (other == null) {
      return null;
    }
    WorkflowView found = api.workflow(other);
    return found.id();
  }
}
