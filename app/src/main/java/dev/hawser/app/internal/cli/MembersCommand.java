package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The people of the organization. */
@Command(
    name = "members",
    description = "List, invite, change and remove the members of the organization.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      MembersListCommand.class,
      MembersInviteCommand.class,
      MembersRoleCommand.class,
      MembersRemoveCommand.class
    })
final class MembersCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
