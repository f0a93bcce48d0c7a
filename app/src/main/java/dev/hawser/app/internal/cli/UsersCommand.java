package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** The connected users of a project. */
@Command(
    name = "users",
    description =
        "List, show, change, disable, enable and delete the connected users of the project.",
    subcommands = {
      UsersListCommand.class,
      UsersShowCommand.class,
      UsersMetadataCommand.class,
      UsersDisableCommand.class,
      UsersEnableCommand.class,
      UsersDeleteCommand.class,
      UsersDeletionCommand.class,
      UsersDeletionsCommand.class
    })
final class UsersCommand extends GroupCommand {}
