package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Revokes one. */
@Command(
    name = "revoke",
    sortOptions = false,
    description = {
      "Revoke a personal access token of a member; it counts everywhere within two seconds.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  hawser members tokens revoke usr_01h455vb4pex5vsknk084sn02q tok_01h455vb4pex5vsknk084sn02q"
    })
final class MembersTokensRevokeCommand extends ApiCommand {
  @Parameters(index = "0", paramLabel = "MEMBER", description = "The member, usr_….")
  private String member = "";

  @Parameters(index = "1", paramLabel = "ID", description = "The token, as in the list.")
  private String token = "";

  MembersTokensRevokeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    var _ = Resources.ofOne(client, "members", member, "tokens").delete(token);
    return done("revoked", token);
  }
}
