package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.AuditApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether the audit logs are what was recorded. */
@Command(
    name = "verify",
    sortOptions = false,
    description = {
      "Go along the audit logs of all organizations, and say where they do not hold.",
      "Asks the server that runs on the data folder; run it on that machine. Keep what it prints"
          + " somewhere else: the end of a log today is what a later log must still go through.",
      ""
    },
    footer = {"", "Example:", "  hawser audit verify --data /var/lib/hawser --archive"})
final class AuditVerifyCommand extends OperatorCommand {
  @Option(names = "--archive", description = "Also go through what is in the blob store.")
  private boolean archive;

  @Option(names = "--json", description = "The API's JSON, one line per organization.")
  private boolean json;

  AuditVerifyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    Table table = Table.withHeader("ORGANIZATION", "ENTRIES", "", "END");
    boolean all = true;
    String cursor = null;
    do {
      AuditApi.Verifications page = AuditApi.verifyAll(client, archive, cursor);
      for (AuditApi.Verification log : page.logs()) {
        all &= log.holds();
        if (json) {
          terminal().out().println(ValueText.json(log.json()));
        } else {
          table.row(
              Cell.of(log.organization()),
              Cell.of(Long.toString(log.entries())),
              log.holds()
                  ? new Cell("holds", Style.GREEN)
                  : new Cell("broken at " + log.brokenAt() + ": " + log.reason(), Style.RED),
              Cell.dim(log.anchor()));
        }
      }
      cursor = page.nextCursor();
    } while (cursor != null);
    if (!json) {
      table.print(terminal());
    }
    return all ? ExitCodes.OK : ExitCodes.FAILED;
  }
}
