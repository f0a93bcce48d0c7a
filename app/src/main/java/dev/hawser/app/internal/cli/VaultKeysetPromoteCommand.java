package dev.hawser.app.internal.cli;

import dev.hawser.identity.Keysets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints a keyset that uses its newest key. */
@Command(
    name = "promote",
    sortOptions = false,
    description = {
      "Read a keyset from standard input and print it with its newest key as the one that is used.",
      "Second step of a rotation, when all replicas have that key: give the printed keyset to them"
          + " and restart them; they re-wrap everything by themselves.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  printf %%s \"$HAWSER_VAULT_KEYSET\" | hawser vault keyset promote | your-secret-store put"
          + " …"
    })
final class VaultKeysetPromoteCommand implements Callable<Integer> {
  private final Terminal terminal;

  VaultKeysetPromoteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return KeysetChange.run(terminal, Keysets::withNewestCurrent);
  }
}
