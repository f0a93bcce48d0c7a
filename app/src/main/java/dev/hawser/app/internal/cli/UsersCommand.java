package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The connected users of a project. */
@Command(
    name = "users",
    description = "List, disable, enable and delete the connected users of the project.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UsersListCommand.class,
      UsersDisableCommand.class,
      UsersEnableCommand.class,
      UsersDeleteCommand.class
    })
final class UsersCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
