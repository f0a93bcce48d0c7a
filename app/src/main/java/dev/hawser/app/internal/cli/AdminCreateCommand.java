package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.OperatorApi;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes somebody an administrator and shows a link that sets the password. */
@Command(
    name = "create",
    sortOptions = false,
    description = {
      "Make somebody an administrator: a new person, or a user who is none yet or has forgotten",
      "the password. Prints a link that works once, for the person to set name and password.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  hawser admin create --email ada@acme.example --data /var/lib/hawser"
    })
final class AdminCreateCommand extends OperatorCommand {
  @Option(names = "--email", required = true, paramLabel = "ADDRESS", description = "Who it is.")
  private String email = "";

  @Option(
      names = "--organization",
      paramLabel = "ID",
      description = "The organization; needed when there are several.")
  private @Nullable String organization;

  AdminCreateCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    OperatorApi.Administrator made = OperatorApi.makeAdministrator(client, email, organization);
    terminal()
        .err()
        .println(
            made.existed()
                ? "The user is an administrator now. This link sets another password, for an hour:"
                : "This link makes the administrator, for seven days:");
    terminal().out().println(made.url());
    return ExitCodes.OK;
  }
}
