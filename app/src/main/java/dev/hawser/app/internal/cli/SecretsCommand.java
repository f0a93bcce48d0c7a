package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** The environment secrets of the project. */
@Command(
    name = "secrets",
    description = "List, set and delete the project's environment secrets.",
    subcommands = {SecretsListCommand.class, SecretsSetCommand.class, SecretsDeleteCommand.class})
final class SecretsCommand extends GroupCommand {}
