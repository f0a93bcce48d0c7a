package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What operators do with the vault's keys. */
@Command(
    name = "vault",
    description = "Look at the vault's keys, and rotate them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {VaultStatusCommand.class, VaultRotateCommand.class, VaultKeysetCommand.class})
final class VaultCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
