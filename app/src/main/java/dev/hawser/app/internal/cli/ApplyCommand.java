package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings workflows from files to the server. */
@Command(
    name = "apply",
    sortOptions = false,
    description = {
      "Create or update workflows from files (.json, .yaml, .yml) and folders of them.",
      "A file's workflow is found by its name. All files are checked first; if one is wrong,"
          + " nothing is changed. Repeating the command changes nothing.",
      "On a terminal the plan is shown, and you are asked before anything is changed; elsewhere it"
          + " is carried out at once.",
      ""
    },
    footer = {"", "Example:", "  hawser apply workflows/ --deploy"})
final class ApplyCommand extends ApiCommand {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files and folders.")
  private List<Path> paths = List.of();

  @Option(names = "--deploy", description = "Deploy what was applied, so that it runs.")
  private boolean deploy;

  @Option(
      names = {"--plan", "--dry-run"},
      description = "Check, and show the plan. Change nothing.")
  private boolean planOnly;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Option(
      names = "--prune",
      description =
          "Delete the project's workflows that no file has. Elsewhere than on a terminal it"
              + " needs --yes.")
  private boolean prune;

  ApplyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    for (Path path : paths) {
      if (Files.notExists(path)) {
        throw usage("There is no file or folder " + path);
      }
      if (Files.isDirectory(path) && DefinitionFile.in(path).isEmpty()) {
        throw usage("There are no .json, .yaml or .yml files in " + path);
      }
      if (!Files.isDirectory(path) && !DefinitionFile.fits(path)) {
        throw usage(path + " must end in .json, .yaml or .yml");
      }
    }
    if (prune && !yes && !planOnly && !terminal().interactive()) {
      throw usage("--prune deletes workflows: say --yes as well, or --plan to see which");
    }
  }

  @Override
  int run(ApiClient client) {
    List<DefinitionFile> files = files();
    ProjectApi api = ProjectApi.open(client);
    if (!new DefinitionCheck(terminal(), api, deploy ? "deploy" : "save").right(files)) {
      return ExitCodes.FAILED;
    }
    ApplyPlan.Others others = prune ? ApplyPlan.Others.DELETE : ApplyPlan.Others.KEEP;
    ApplyPlan plan = ApplyPlan.of(api, files, deploy, others);
    if (planOnly) {
      plan.lines(terminal()).forEach(out()::println);
      return ExitCodes.OK;
    }
    if (!yes && terminal().interactive() && plan.changesSomething() && !agreed(plan)) {
      terminal().err().println("Nothing was changed.");
      return ExitCodes.FAILED;
    }
    return new Apply(terminal(), api).carryOut(plan) ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private boolean agreed(ApplyPlan plan) {
    plan.lines(terminal()).forEach(out()::println);
    return Confirmation.agreed(terminal(), "Apply?");
  }

  /** Each file once, in the order of the command line. */
  private List<DefinitionFile> files() {
    Set<Path> seen = new LinkedHashSet<>();
    List<DefinitionFile> files = new ArrayList<>();
    for (Path path : paths) {
      for (Path file : Files.isDirectory(path) ? DefinitionFile.in(path) : List.of(path)) {
        if (seen.add(file.toAbsolutePath().normalize())) {
          files.add(DefinitionFile.read(file));
        }
      }
    }
    return files;
  }
}
