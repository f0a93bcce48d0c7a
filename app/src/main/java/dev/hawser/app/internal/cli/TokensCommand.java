package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The personal access tokens of yours. */
@Command(
    name = "tokens",
    description = "List and revoke your personal access tokens.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TokensListCommand.class, TokensRevokeCommand.class})
final class TokensCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
