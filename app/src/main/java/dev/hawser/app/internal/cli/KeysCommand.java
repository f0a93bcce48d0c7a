package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** The API keys of the project. */
@Command(
    name = "keys",
    description = "List, create and revoke API keys of the project.",
    subcommands = {KeysListCommand.class, KeysCreateCommand.class, KeysRevokeCommand.class})
final class KeysCommand extends GroupCommand {}
