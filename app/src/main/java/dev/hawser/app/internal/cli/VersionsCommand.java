package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a workflow was. */
@Command(
    name = "versions",
    description = "List, save, name and restore versions of a workflow.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      VersionsListCommand.class,
      VersionsSaveCommand.class,
      VersionsNameCommand.class,
      VersionsRestoreCommand.class
    })
final class VersionsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
