package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sessions of people. */
@Command(
    name = "sessions",
    description = "See where somebody is signed in, and end it.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AdminSessionsListCommand.class, AdminSessionsRevokeCommand.class})
final class AdminSessionsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
