package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the operator does for people. */
@Command(
    name = "admin",
    description = {
      "Help people who cannot sign in any more, and organizations that have lost their",
      "administrators."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AdminCreateCommand.class,
      AdminPasswordResetCommand.class,
      AdminSessionsCommand.class,
      AdminSecondFactorCommand.class,
      AdminSingleSignOnCommand.class
    })
final class AdminCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
