package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Revokes one. */
@Command(
    name = "delete",
    sortOptions = false,
    description = {
      "Revoke a signing key: the tokens that it has signed stop, everywhere within two seconds.",
      ""
    },
    footer = {"", "Example:", "  hawser signing-keys delete sgk_01h455vb4pex5vsknk084sn02q --yes"})
final class SigningKeysDeleteCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "As in the list.")
  private String key = "";

  @Mixin private Confirmation confirmation = new Confirmation();

  SigningKeysDeleteCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    confirmation.check(terminal());
  }

  @Override
  int run(ApiClient client) {
    if (!confirmation.given(terminal(), "Delete the signing key " + key + "? Its tokens stop.")) {
      return ExitCodes.FAILED;
    }
    var _ = Resources.ofProject(client, "signing-keys").delete(key);
    return done("deleted", key);
  }
}
