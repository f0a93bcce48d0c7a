package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** What operators do with the blob store. */
@Command(
    name = "storage",
    description = "Check the blob store, and move blobs to another one.",
    subcommands = {StorageCheckCommand.class, StorageCopyCommand.class})
final class StorageCommand extends GroupCommand {}
