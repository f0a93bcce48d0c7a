package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.OperatorApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows a link that sets the password of somebody who has forgotten it. */
@Command(
    name = "password-reset",
    sortOptions = false,
    description = {
      "Print a link that sets another password, for somebody who has forgotten theirs where no",
      "mails are sent. It works once, for an hour; with its use their sessions and personal access",
      "tokens end. Be sure that it is really they who ask.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  hawser admin password-reset ada@acme.example --data /var/lib/hawser"
    })
final class AdminPasswordResetCommand extends OperatorCommand {
  @Parameters(paramLabel = "EMAIL", description = "Address of the account.")
  private String email = "";

  AdminPasswordResetCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    String url = OperatorApi.resetPassword(client, email);
    terminal().err().println("This link sets another password, for an hour:");
    terminal().out().println(url);
    return ExitCodes.OK;
  }
}
