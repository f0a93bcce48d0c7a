package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** Keysets for those who keep theirs in a secret store. */
@Command(
    name = "keyset",
    description = "Make and change keysets that are kept in a secret store of yours.",
    subcommands = {
      VaultKeysetCreateCommand.class,
      VaultKeysetAddCommand.class,
      VaultKeysetPromoteCommand.class
    })
final class VaultKeysetCommand extends GroupCommand {}
