package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.config.Secret;
import dev.hawser.identity.VaultKeysetException;
import java.io.IOException;

/** Reads a keyset from standard input and prints another one. */
final class KeysetChange {
  /** What is done to it. */
  interface Change {
    Secret apply(Secret keyset) throws VaultKeysetException;
  }

  private KeysetChange() {}

  static int run(Terminal terminal, Change change) {
    try {
      Secret keyset = new Secret(StandardInput.text().strip());
      terminal.out().println(change.apply(keyset).reveal());
      return ExitCodes.OK;
    } catch (IOException e) {
      throw new OperatorError("Standard input cannot be read: " + e, "Pipe the keyset in.", e);
    } catch (VaultKeysetException e) {
      throw new OperatorError(String.valueOf(e.getMessage()), e.remedy(), e);
    }
  }
}
