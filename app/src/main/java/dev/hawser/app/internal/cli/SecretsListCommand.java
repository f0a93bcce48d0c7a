package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.SecretView;
import dev.hawser.app.internal.cli.client.SecretsApi;
import dev.hawser.core.time.SystemTime;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which secrets there are. */
@Command(
    name = "list",
    sortOptions = false,
    description = {"List the project's environment secrets; values are never shown.", ""},
    footer = {"", "Example:", "  hawser secrets list"})
final class SecretsListCommand extends ApiCommand {
  @Option(names = "--json", description = "The API's JSON, one line per secret.")
  private boolean json;

  SecretsListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    List<ProjectApi.Item<SecretView>> secrets = SecretsApi.of(client, api).list();
    if (json) {
      secrets.forEach(item -> out().println(ValueText.json(item.json())));
      return ExitCodes.OK;
    }
    if (secrets.isEmpty()) {
      terminal()
          .err()
          .println(
              "The project %s has no secrets yet. \"hawser secrets set NAME\" makes one."
                  .formatted(Printable.line(api.projectName())));
      return ExitCodes.OK;
    }
    Instant now = SystemTime.SOURCE.instant();
    Times times = Times.local();
    Table table = Table.withHeader("NAME", "CHANGED", "BY", "FINGERPRINT");
    for (ProjectApi.Item<SecretView> item : secrets) {
      SecretView secret = item.view();
      table.row(
          new Cell(secret.name(), Style.BOLD),
          Cell.of(times.ago(secret.changedAt(), now)),
          Cell.of(secret.changedBy()),
          Cell.dim(secret.fingerprint()));
    }
    table.print(terminal());
    return ExitCodes.OK;
  }
}
