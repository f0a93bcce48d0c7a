package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiAnswer;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.WorkflowView;
import dev.hawser.app.internal.failure.OperatorError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings workflows from the server to files. */
@Command(
    name = "export",
    sortOptions = false,
    description = {
      "Write a workflow's definition as a file that \"hawser apply\" takes, to standard output or"
          + " with -o. Comments that a file once had are not kept.",
      "The format \"serverless\" is the CNCF Serverless Workflow DSL 1.0.3; what that cannot say"
          + " is told on standard error.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hawser export Hello -o hello.yaml",
      "  hawser export Hello --version 3 --format json",
      "  hawser export --all workflows/"
    })
final class ExportCommand extends ApiCommand {
  @Parameters(arity = "0..1", paramLabel = "NAME|ID", description = "The workflow.")
  private @Nullable String workflow;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to this file; one that is there is replaced.")
  private @Nullable Path output;

  @Option(
      names = "--all",
      paramLabel = "DIR",
      description = "Write the draft of each workflow of the project to a file in this folder.")
  private @Nullable Path folder;

  @Option(
      names = "--version",
      paramLabel = "STATE",
      defaultValue = "draft",
      description = "\"draft\", \"deployed\" or a version's number; default ${DEFAULT-VALUE}.")
  private String version = "draft";

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private Format format = Format.YAML;

  /** What is written. */
  enum Format {
    YAML,
    JSON,
    SERVERLESS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  ExportCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if ((workflow == null) == (folder == null)) {
      throw usage("Name a workflow, or a folder with --all");
    }
    if (folder != null && output != null) {
      throw usage("--output is for one workflow, --all for all");
    }
    if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
      throw usage(folder + " is not a folder");
    }
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    if (folder != null) {
      return all(api, folder);
    }
    String text = text(api, api.workflow(String.valueOf(workflow)));
    if (output == null) {
      out().print(text);
      out().flush();
    } else {
      write(output, text);
    }
    return ExitCodes.OK;
  }

  private int all(ProjectApi api, Path target) {
    List<ProjectApi.Item<WorkflowView>> workflows = api.workflows();
    Set<String> taken = new HashSet<>();
    for (ProjectApi.Item<WorkflowView> item : workflows) {
      write(target.resolve(fileName(item.view().name(), taken)), text(api, item.view()));
    }
    if (workflows.isEmpty()) {
      terminal().err().println("The project has no workflows; nothing was written.");
    }
    return ExitCodes.OK;
  }

  /** Names that differ only in what a file's name cannot have get a number. */
  private String fileName(String name, Set<String> taken) {
    String base =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String stem = base.isEmpty() ? "workflow" : base;
    String free = stem;
    for (int n = 2; !taken.add(free); n++) {
      free = stem + "-" + n;
    }
    return free + (format == Format.JSON ? ".json" : ".yaml");
  }

  private String text(ProjectApi api, WorkflowView view) {
    ApiAnswer answer = api.of(view).export(version, format.toString());
    if (format != Format.SERVERLESS) {
      return answer.text() + (format == Format.JSON ? "\n" : "");
    }
    Map<?, ?> json = answer.json() instanceof Map<?, ?> map ? map : Map.of();
    if (json.get("losses") instanceof List<?> losses && !losses.isEmpty()) {
      terminal().err().println(Printable.line(view.name()) + ": what the document does not say");
      losses.forEach(loss -> terminal().err().println("  " + loss((Map<?, ?>) loss)));
    }
    return String.valueOf(json.get("yaml"));
  }

  private static String loss(Map<?, ?> loss) {
    return Printable.line(
        loss.get("feature") + "  " + loss.get("message") + "  (" + loss.get("pointer") + ")");
  }

  private void write(Path file, String text) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new OperatorError(file + " cannot be written: " + e, "Check its folder's rights.", e);
    }
    terminal().err().println(terminal().green("exported") + "  " + file);
  }
}
