package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes one. */
@Command(
    name = "create",
    sortOptions = false,
    description = {
      "Create an organization with a team, and invite its first administrator.",
      "Prints a link that works once, for the person to set name and password.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  hawser admin organizations create Globex --email grace@globex.example --data /var/lib/hawser"
    })
final class AdminOrganizationsCreateCommand extends OperatorCommand {
  @Parameters(paramLabel = "NAME", description = "What it is called.")
  private String name = "";

  @Option(
      names = "--email",
      required = true,
      paramLabel = "ADDRESS",
      description = "Who administers it; nobody of another organization.")
  private String email = "";

  AdminOrganizationsCreateCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    Item made =
        Resources.of(client, "operator/organizations")
            .create(Map.of("name", name, "administrator", email));
    terminal().err().println("Organization " + made.text("id") + ". For seven days:");
    terminal().out().println(made.text("url"));
    return ExitCodes.OK;
  }
}
