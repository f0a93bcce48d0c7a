package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Who was invited. */
@Command(
    name = "list",
    sortOptions = false,
    description = {"List invitations, newest first.", ""},
    footer = {"", "Example:", "  hawser invitations list --status open"})
final class InvitationsListCommand extends ListCommand {
  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only these: open, accepted, revoked or expired.")
  private @Nullable String status;

  InvitationsListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Resources resources(ApiClient client) {
    return Resources.of(client, "invitations");
  }

  @Override
  Map<String, ?> filter() {
    return new Given().with("status", status).fields();
  }

  @Override
  Table table() {
    return Table.withHeader("ID", "E-MAIL", "ROLE", "STATUS", "DELIVERY", "EXPIRES");
  }

  @Override
  Cell[] row(Item item) {
    return new Cell[] {
      Cell.dim(item.text("id")),
      new Cell(item.text("email"), Style.BOLD),
      Cell.of(item.text("role")),
      Cell.of(item.text("status")),
      Cell.of(item.text("delivery")),
      at(item, "expiresAt")
    };
  }

  @Override
  String none() {
    return "There is none.";
  }
}
