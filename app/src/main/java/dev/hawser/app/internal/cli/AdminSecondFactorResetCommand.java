package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.AdminApi;
import dev.hawser.app.internal.cli.client.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes the second factor of somebody who has lost it. */
@Command(
    name = "reset",
    sortOptions = false,
    description = {
      "Remove the second factor of somebody who has lost it and the recovery codes too.",
      "Their sessions end; they sign in with the password alone and set up another factor.",
      "Be sure that it is really they who ask.",
      ""
    },
    footer = {"", "Example:", "  hawser admin second-factor reset ada@acme.example"})
final class AdminSecondFactorResetCommand extends OperatorCommand {
  @Parameters(paramLabel = "EMAIL", description = "Address of the account.")
  private String email = "";

  AdminSecondFactorResetCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    AdminApi.resetSecondFactor(client, email);
    terminal().out().println("The second factor is removed");
    return ExitCodes.OK;
  }
}
