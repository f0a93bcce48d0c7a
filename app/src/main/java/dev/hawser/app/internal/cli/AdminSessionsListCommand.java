package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.AdminApi;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.core.time.SystemTime;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where somebody is signed in. */
@Command(
    name = "list",
    sortOptions = false,
    description = {
      "Show where somebody is signed in, newest first.",
      "Asks the server that runs on the data folder; run it on that machine.",
      ""
    },
    footer = {"", "Example:", "  hawser admin sessions list ada@acme.example"})
final class AdminSessionsListCommand extends OperatorCommand {
  @Parameters(paramLabel = "EMAIL", description = "Address of the account.")
  private String email = "";

  @Option(names = "--json", description = "Print the API's JSON.")
  private boolean json;

  AdminSessionsListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    if (json) {
      terminal().out().println(AdminApi.answer(client, email).text());
      return ExitCodes.OK;
    }
    List<AdminApi.Session> sessions = AdminApi.sessions(client, email);
    if (sessions.isEmpty()) {
      terminal().err().println("Nobody is signed in with this account.");
      return ExitCodes.OK;
    }
    Times times = Times.local();
    Instant now = SystemTime.SOURCE.instant();
    Table table = Table.withHeader("SESSION", "SIGNED IN", "SEEN", "BY", "FROM", "BROWSER");
    for (AdminApi.Session session : sessions) {
      table.row(
          Cell.of(session.id()),
          Cell.of(times.ago(session.createdAt(), now)),
          Cell.of(times.ago(session.lastSeenAt(), now)),
          Cell.of(session.method()),
          Cell.of(session.address()),
          Cell.dim(session.userAgent()));
    }
    table.print(terminal());
    return ExitCodes.OK;
  }
}
