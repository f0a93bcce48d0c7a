package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** What a workflow was. */
@Command(
    name = "versions",
    description = "List, save, name and restore versions of a workflow.",
    subcommands = {
      VersionsListCommand.class,
      VersionsSaveCommand.class,
      VersionsNameCommand.class,
      VersionsRestoreCommand.class
    })
final class VersionsCommand extends GroupCommand {}
