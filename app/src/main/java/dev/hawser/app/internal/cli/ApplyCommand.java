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
      ""
    },
    footer = {"", "Example:", "  hawser apply workflows/ --deploy"})
final class ApplyCommand extends ApiCommand {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files and folders.")
  private List<Path> paths = List.of();

  @Option(names = "--deploy", description = "Deploy what was applied, so that it runs.")
  private boolean deploy;

  @Option(names = "--dry-run", description = "Check, and tell what would be done. Change nothing.")
  private boolean dryRun;

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
  }

  @Override
  int run(ApiClient client) {
    List<DefinitionFile> files = files();
    ProjectApi api = ProjectApi.open(client);
    if (!new DefinitionCheck(terminal(), api).right(files)) {
      return ExitCodes.FAILED;
    }
    Apply apply = new Apply(terminal(), api, dryRun ? Apply.Mode.DRY_RUN : Apply.Mode.CHANGE);
    boolean done = true;
    for (DefinitionFile file : files) {
      done &= apply.apply(file, deploy);
    }
    return done ? ExitCodes.OK : ExitCodes.FAILED;
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
