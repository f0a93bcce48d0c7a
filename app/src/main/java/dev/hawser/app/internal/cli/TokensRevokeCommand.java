package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Revokes one. */
@Command(
    name = "revoke",
    sortOptions = false,
    description = {"Revoke a personal access token; it counts everywhere within two seconds.", ""},
    footer = {"", "Example:", "  hawser tokens revoke tok_01h455vb4pex5vsknk084sn02q"})
final class TokensRevokeCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "As in the list.")
  private String id = "";

  TokensRevokeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    var _ = Resources.of(client, "me/tokens").delete(id);
    out().println(terminal().green("revoked") + "  " + Printable.line(id));
    return ExitCodes.OK;
  }
}
