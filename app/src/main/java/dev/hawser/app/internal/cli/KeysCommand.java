package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The API keys of the project. */
@Command(
    name = "keys",
    description = "List, create and revoke API keys of the project.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {KeysListCommand.class, KeysCreateCommand.class, KeysRevokeCommand.class})
final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
