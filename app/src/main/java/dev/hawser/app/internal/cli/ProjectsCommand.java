package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The projects of the organization. */
@Command(
    name = "projects",
    description = "List, create, change, archive and delete projects, and copy between them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ProjectsListCommand.class,
      ProjectsCreateCommand.class,
      ProjectsOriginsCommand.class,
      ProjectsArchiveCommand.class,
      ProjectsRestoreCommand.class,
      ProjectsDeleteCommand.class,
      ProjectsCopyCommand.class
    })
final class ProjectsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
