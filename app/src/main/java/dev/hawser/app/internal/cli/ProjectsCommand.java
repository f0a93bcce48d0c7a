package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** The projects of the organization. */
@Command(
    name = "projects",
    description = "List, create, change, archive and delete projects, and copy between them.",
    subcommands = {
      ProjectsListCommand.class,
      ProjectsShowCommand.class,
      ProjectsCreateCommand.class,
      ProjectsSetCommand.class,
      ProjectsOriginsCommand.class,
      ProjectsArchiveCommand.class,
      ProjectsRestoreCommand.class,
      ProjectsDeleteCommand.class,
      ProjectsDeletionCommand.class,
      ProjectsDeletionsCommand.class,
      ProjectsCopyCommand.class
    })
final class ProjectsCommand extends GroupCommand {}
