package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.OperatorApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends one mail, and says what went wrong if it does. */
@Command(
    name = "test",
    sortOptions = false,
    description = {
      "Send a mail through the mail server of the settings, now, and say what it answers.",
      ""
    },
    footer = {"", "Example:", "  hawser mail test --to me@acme.example --data /var/lib/hawser"})
final class MailTestCommand extends OperatorCommand {
  @Option(names = "--to", required = true, paramLabel = "ADDRESS", description = "Where it goes.")
  private String to = "";

  MailTestCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    OperatorApi.sendTestMail(client, to);
    terminal().out().println("The mail server has taken a mail to " + to);
    return ExitCodes.OK;
  }
}
