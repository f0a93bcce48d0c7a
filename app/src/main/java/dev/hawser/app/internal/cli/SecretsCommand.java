package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The environment secrets of the project. */
@Command(
    name = "secrets",
    description = "List, set and delete the project's environment secrets.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SecretsListCommand.class, SecretsSetCommand.class, SecretsDeleteCommand.class})
final class SecretsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
