package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.CredentialsFile;
import dev.hawser.app.internal.cli.client.Me;
import dev.hawser.app.internal.cli.client.ProjectApi;
import picocli.CommandLine.Command;

/** Keeps an API key for later commands. */
@Command(
    name = "login",
    sortOptions = false,
    description = {
      "Check an API key and save it, so that later commands need neither --url nor --api-key.",
      "The key comes from --api-key or HAWSER_API_KEY; the file can be read by you alone.",
      ""
    },
    footer = {"", "Example:", "  hawser login --url https://hawser.example.com --api-key hwk_…"})
final class LoginCommand extends ApiCommand {
  LoginCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    Me me = ProjectApi.open(client).me();
    CredentialsFile file = credentials();
    client.connection().apiKey().ifPresent(key -> file.save(client.connection().url(), key));
    terminal()
        .err()
        .println(
            "Logged in to %s as project %s of %s; the key is in %s"
                .formatted(
                    client.connection().url(),
                    Printable.line(me.project().name()),
                    Printable.line(me.organization().name()),
                    file.path()));
    return ExitCodes.OK;
  }
}
