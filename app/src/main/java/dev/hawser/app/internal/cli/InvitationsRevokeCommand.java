package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes an invitation back. */
@Command(
    name = "revoke",
    sortOptions = false,
    description = {"Take an invitation back; its links stop working.", ""},
    footer = {"", "Example:", "  hawser invitations revoke inv_01h455vb4pex5vsknk084sn02q"})
final class InvitationsRevokeCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "The invitation, as in the list.")
  private String invitation = "";

  InvitationsRevokeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    var _ = Resources.of(client, "invitations").delete(invitation);
    return done("revoked", invitation);
  }
}
