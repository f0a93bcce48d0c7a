package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
final class AuditListCommand extends ListCommand {
  private static final int LATELY = 50;

  @Mixin private AuditFlags flags = new AuditFlags();

  AuditListCommand(Terminal terminal) {
    super(terminal, LATELY);
  }

  @Override
  Resources resources(ApiClient client) {
    return Resources.of(client, "audit");
  }

  @Override
  Map<String, String> filter() {
    return flags.parameters();
  }

  @Override
  Table table() {
    return Table.withHeader("WHEN", "WHO", "WHAT", "TO");
  }

  @Override
  Cell[] row(Item item) {
    String target = item.textOrNone("targetType") + " " + item.textOrNone("targetId");
    return new Cell[] {
      Cell.dim(at(item, "at").text()),
      Cell.of(item.text("actor")),
      Cell.of(item.text("action")),
      Cell.of(target.strip())
    };
  }

  @Override
  String none() {
    return "There is no such entry.";
  }
}
