package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Connection;
import dev.hawser.app.internal.cli.client.CredentialsFile;
import dev.hawser.app.internal.cli.client.Me;
import dev.hawser.app.internal.cli.client.ProjectApi;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Keeps an API key or a personal access token for later commands. */
@Command(
    name = "login",
    sortOptions = false,
    description = {
      "Check an API key or a personal access token and save it, so that later commands need neither",
      "--url nor --api-key. It comes from --api-key or HAWSER_API_KEY. A token is good for several",
      "projects: say with --project which one is meant. The file can be read by you alone.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hawser login --url https://hawser.example.com --api-key hwk_…",
      "  hawser login --url https://hawser.example.com --api-key hwp_… --project prj_…"
    })
final class LoginCommand extends ApiCommand {
  LoginCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    Me me = api.me();
    boolean token = me.project().isEmpty();
    if (token) {
      api.check();
    }
    CredentialsFile file = credentials();
    Connection connection = client.connection();
    Optional<String> project = token ? Optional.of(api.project()) : Optional.empty();
    connection.apiKey().ifPresent(key -> file.save(connection.url(), key, project));
    terminal()
        .err()
        .println(
            "Logged in to %s as project %s of %s; the %s is in %s"
                .formatted(
                    connection.url(),
                    Printable.line(api.projectName()),
                    Printable.line(me.organization().name()),
                    token ? "token" : "key",
                    file.path()));
    return ExitCodes.OK;
  }
}
