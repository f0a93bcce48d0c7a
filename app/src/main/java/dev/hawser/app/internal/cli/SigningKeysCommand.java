package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** The keys whose signatures make user tokens. */
@Command(
    name = "signing-keys",
    description = "List, create and delete the keys that sign tokens of connected users.",
    subcommands = {
      SigningKeysListCommand.class,
      SigningKeysCreateCommand.class,
      SigningKeysDeleteCommand.class
    })
final class SigningKeysCommand extends GroupCommand {}
