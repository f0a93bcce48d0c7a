package dev.hawser.app.internal.cli;

import dev.hawser.identity.Keysets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints a keyset with one more key. */
@Command(
    name = "add",
    sortOptions = false,
    description = {
      "Read a keyset from standard input and print it with a new key that is not used yet.",
      "First step of a rotation: give the printed keyset to all replicas and restart them; then"
          + " \"promote\" it.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  printf %%s \"$HAWSER_VAULT_KEYSET\" | hawser vault keyset add | your-secret-store put …"
    })
final class VaultKeysetAddCommand implements Callable<Integer> {
  private final Terminal terminal;

  VaultKeysetAddCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return KeysetChange.run(terminal, Keysets::withNewKey);
  }
}
