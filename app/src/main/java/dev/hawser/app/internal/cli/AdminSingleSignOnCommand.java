package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Single sign-on of organizations. */
@Command(
    name = "single-sign-on",
    description = "Let organizations in whose identity provider does not any more.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AdminSingleSignOnReleaseCommand.class})
final class AdminSingleSignOnCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
