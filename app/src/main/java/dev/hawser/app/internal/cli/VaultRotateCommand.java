package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.VaultApi;
import java.time.Duration;
import picocli.CommandLine.Command;

/** Makes a new key and waits until everything is under it. */
@Command(
    name = "rotate",
    sortOptions = false,
    description = {
      "Make a new key for the vault, and wrap all data keys with it while the server runs.",
      "When it was cut off, run it again: it goes on with what is left, without another key.",
      "Where the key service of a cloud keeps the key, it makes new versions of it; then this wraps"
          + " what is under other keys, of before a change of hawser.vault.kek or hawser.vault.key.",
      ""
    },
    footer = {
      "",
      "Back the keyset up afterwards, if there is one: vault-keyset.json in the data folder.",
      "",
      "Example:",
      "  hawser vault rotate --data /var/lib/hawser"
    })
final class VaultRotateCommand extends OperatorCommand {
  private static final Duration LOOK = Duration.ofMillis(500);

  VaultRotateCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    VaultApi.Rotation begun = VaultApi.rotate(client);
    terminal()
        .err()
        .println(
            begun.newKey()
                ? "The new key is " + begun.vault().current()
                : "No new key was made: what is under other keys is wrapped with "
                    + begun.vault().current());
    long told = -1;
    VaultApi.Vault vault = begun.vault();
    do {
      if (vault.waiting() != told) {
        told = vault.waiting();
        terminal().err().println("%d of %d wait".formatted(told, vault.items()));
      }
      if ((vault.running() || vault.waiting() > 0) && !Pause.of(LOOK)) {
        return ExitCodes.FAILED; // interrupted; the server goes on
      }
      vault = VaultApi.show(client);
    } while (vault.running()
        || (vault.waiting() > vault.damaged().size() && vault.failure() == null));
    VaultText.remarks(vault).forEach(terminal().err()::println);
    terminal()
        .out()
        .println(
            "%d of %d values are under %s"
                .formatted(vault.items() - vault.waiting(), vault.items(), vault.current()));
    return vault.waiting() == 0 ? ExitCodes.OK : ExitCodes.FAILED;
  }
}
