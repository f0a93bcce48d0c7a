package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Revokes one. */
@Command(
    name = "revoke",
    sortOptions = false,
    description = {"Revoke an API key; it counts everywhere within two seconds.", ""},
    footer = {"", "Example:", "  hawser keys revoke key_01h455vb4pex5vsknk084sn02q"})
final class KeysRevokeCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "As in the list.")
  private String id = "";

  KeysRevokeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    var _ = Resources.ofProject(client, "api-keys").delete(id);
    out().println(terminal().green("revoked") + "  " + Printable.line(id));
    return ExitCodes.OK;
  }
}
