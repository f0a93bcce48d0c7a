package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What operators do about administrators. */
@Command(
    name = "admin",
    description = "Make an administrator when an organization has lost its own.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = AdminCreateCommand.class)
final class AdminCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
