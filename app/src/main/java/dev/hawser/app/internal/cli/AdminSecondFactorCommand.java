package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Second factors of people. */
@Command(
    name = "second-factor",
    description = "Second factors that were lost.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AdminSecondFactorResetCommand.class})
final class AdminSecondFactorCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
