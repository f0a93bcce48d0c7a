package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.AdminApi;
import dev.hawser.app.internal.cli.client.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends all sessions of somebody. */
@Command(
    name = "revoke",
    sortOptions = false,
    description = {
      "End all sessions of somebody, on all replicas within two seconds.",
      "Asks the server that runs on the data folder; run it on that machine.",
      ""
    },
    footer = {"", "Example:", "  hawser admin sessions revoke ada@acme.example"})
final class AdminSessionsRevokeCommand extends OperatorCommand {
  @Parameters(paramLabel = "EMAIL", description = "Address of the account.")
  private String email = "";

  AdminSessionsRevokeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    long ended = AdminApi.revokeSessions(client, email);
    terminal().out().println(ended == 1 ? "1 session ended" : ended + " sessions ended");
    return ExitCodes.OK;
  }
}
