package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** The people of the organization. */
@Command(
    name = "members",
    description = "List, show, invite, change and remove the members of the organization.",
    subcommands = {
      MembersListCommand.class,
      MembersShowCommand.class,
      MembersInviteCommand.class,
      MembersRoleCommand.class,
      MembersRemoveCommand.class,
      MembersTokensCommand.class
    })
final class MembersCommand extends GroupCommand {}
