package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.storage.OpenStorage;
import dev.hawser.app.internal.storage.StorageOpening;
import dev.hawser.app.internal.storage.StorageProbe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Proves the store of the settings. */
@Command(
    name = "check",
    sortOptions = false,
    description = {
      "Write, read, list and delete in the blob store, as a start does.",
      "Takes the same settings as start.",
      ""
    })
final class StorageCheckCommand implements Runnable {
  private final Terminal terminal;
  @Mixin private SettingsFlags flags = new SettingsFlags();

  StorageCheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    try (OpenStorage storage = StorageOpening.open(flags.load())) {
      StorageProbe.prove(storage);
      terminal
          .out()
          .println(
              terminal.green("✓")
                  + " "
                  + storage.shown()
                  + (storage.signer() == null ? "; downloads go through the server" : ""));
    }
  }
}
