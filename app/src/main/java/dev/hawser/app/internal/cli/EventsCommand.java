package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What an application may tell its workflows. */
@Command(
    name = "events",
    description = "List, define, show and delete the project's app events.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      EventsListCommand.class,
      EventsApplyCommand.class,
      EventsGetCommand.class,
      EventsDeleteCommand.class
    })
final class EventsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
