package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.VaultApi;
import java.util.ArrayList;
import java.util.List;

/** What there is to say about a vault. */
final class VaultText {
  private VaultText() {}

  /** What the operator must know or do; nothing when all is well. */
  static List<String> remarks(VaultApi.Vault vault) {
    List<String> remarks = new ArrayList<>();
    if (!vault.damaged().isEmpty()) {
      remarks.add(
          "%d values do not decrypt; set those secrets again. Items: %s"
              .formatted(vault.damaged().size(), String.join(", ", vault.damaged())));
    }
    long waiting = vault.waiting() - vault.damaged().size();
    if (waiting > 0) {
      remarks.add(
          waiting
              + " values are still under former keys"
              + (vault.running()
                  ? "; re-wrapping goes on"
                  : "; the server goes on within two minutes, \"hawser vault rotate\" at once"));
    }
    String failure = vault.failure();
    if (failure != null) {
      remarks.add("Re-wrapping stopped: " + failure);
    }
    return remarks;
  }
}
