package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What operators do with the blob store. */
@Command(
    name = "storage",
    description = "Check the blob store, and move blobs to another one.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {StorageCheckCommand.class, StorageCopyCommand.class})
final class StorageCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
