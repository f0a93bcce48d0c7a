package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.OperatorApi;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets passwords count again where single sign-on is enforced. */
@Command(
    name = "release",
    sortOptions = false,
    description = {
      "Let passwords count again in an organization that enforces single sign-on, for when its",
      "identity provider is gone or lets nobody in. Who has no password gets a link for one by",
      "'hawser admin create'.",
      ""
    },
    footer = {"", "Example:", "  hawser admin single-sign-on release --data /var/lib/hawser"})
final class AdminSingleSignOnReleaseCommand extends OperatorCommand {
  @Option(
      names = "--organization",
      paramLabel = "ID",
      description = "The organization; needed when several enforce it.")
  private @Nullable String organization;

  AdminSingleSignOnReleaseCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    String released = OperatorApi.releaseSingleSignOn(client, organization);
    terminal().out().println("Passwords count again in " + released);
    return ExitCodes.OK;
  }
}
