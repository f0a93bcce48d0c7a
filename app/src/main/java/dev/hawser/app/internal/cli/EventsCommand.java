package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** What an application may tell its workflows. */
@Command(
    name = "events",
    description = "List, define, show and delete the project's app events.",
    subcommands = {
      EventsListCommand.class,
      EventsApplyCommand.class,
      EventsGetCommand.class,
      EventsDeleteCommand.class
    })
final class EventsCommand extends GroupCommand {}
