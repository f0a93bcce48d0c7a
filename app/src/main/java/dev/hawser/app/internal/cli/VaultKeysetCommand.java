package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Keysets for those who keep theirs in a secret store. */
@Command(
    name = "keyset",
    description = "Make and change keysets that are kept in a secret store of yours.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      VaultKeysetCreateCommand.class,
      VaultKeysetAddCommand.class,
      VaultKeysetPromoteCommand.class
    })
final class VaultKeysetCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
