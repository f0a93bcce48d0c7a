package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** What operators do with the vault's keys. */
@Command(
    name = "vault",
    description = "Look at the vault's keys, and rotate them.",
    subcommands = {VaultStatusCommand.class, VaultRotateCommand.class, VaultKeysetCommand.class})
final class VaultCommand extends GroupCommand {}
