package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** The teams of the organization. */
@Command(
    name = "teams",
    description = "List, create, rename and delete teams, and say who is in them.",
    subcommands = {
      TeamsListCommand.class,
      TeamsCreateCommand.class,
      TeamsRenameCommand.class,
      TeamsDeleteCommand.class,
      TeamsMembersCommand.class,
      TeamsAddCommand.class,
      TeamsRemoveCommand.class
    })
final class TeamsCommand extends GroupCommand {}
