package dev.hawser.app.internal.cli;

import dev.hawser.identity.Keysets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints a new keyset. */
@Command(
    name = "create",
    sortOptions = false,
    description = {
      "Print a new keyset, for HAWSER_VAULT_KEYSET of all replicas.",
      "Whoever has it can read everything in the vault: let it go straight to your secret store.",
      ""
    },
    footer = {"", "Example:", "  hawser vault keyset create | your-secret-store put hawser-keyset"})
final class VaultKeysetCreateCommand implements Callable<Integer> {
  private final Terminal terminal;

  VaultKeysetCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out().println(Keysets.create().reveal());
    return ExitCodes.OK;
  }
}
