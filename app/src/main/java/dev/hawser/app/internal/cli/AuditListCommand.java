package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.AuditApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What was done lately. */
@Command(
    name = "list",
    sortOptions = false,
    description = {
      "List entries of the audit log, the newest first.",
      "An API key may not see it: give a personal access token of somebody who may as --api-key.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hawser audit list --action workflows --from 2026-01-31T00:00:00Z",
      "  hawser audit list --target API_TOKEN --json"
    })
final class AuditListCommand extends ApiCommand {
  private static final int PAGE = 200;

  @Mixin private AuditFlags flags = new AuditFlags();

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "50",
      description = "How many at most; default ${DEFAULT-VALUE}.")
  private int limit = 50;

  @Option(names = "--json", description = "The API's JSON, one line per entry.")
  private boolean json;

  AuditListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if (limit < 1) {
      throw usage("--limit must be at least 1");
    }
  }

  @Override
  int run(ApiClient client) {
    Times times = Times.local();
    Table table = Table.withHeader("WHEN", "WHO", "WHAT", "TO");
    int left = limit;
    String cursor = null;
    do {
      AuditApi.Page page = AuditApi.list(client, flags.parameters(), Math.min(left, PAGE), cursor);
      for (AuditApi.Entry entry : page.entries()) {
        if (json) {
          out().println(ValueText.json(entry.json()));
        } else {
          table.row(
              Cell.dim(times.exact(entry.at())),
              Cell.of(entry.actor()),
              Cell.of(entry.action()),
              Cell.of((entry.targetType() + " " + entry.targetId()).strip()));
        }
      }
      left -= page.entries().size();
      cursor = page.nextCursor();
    } while (cursor != null && left > 0);
    if (left == limit) {
      terminal().err().println("There is no such entry.");
    } else if (!json) {
      table.print(terminal());
    }
    return ExitCodes.OK;
  }
}
