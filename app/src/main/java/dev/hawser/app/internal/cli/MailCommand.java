package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What operators do about mails. */
@Command(
    name = "mail",
    description = "Try whether mails can be sent.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = MailTestCommand.class)
final class MailCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
