package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Who has connected. */
@Command(
    name = "list",
    sortOptions = false,
    description = {"List the connected users of the project.", ""},
    footer = {"", "Example:", "  hawser users list --search acme"})
final class UsersListCommand extends ListCommand {
  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only these: active, disabled or deleting.")
  private @Nullable String status;

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "Only whose id, name or address begins with this.")
  private @Nullable String search;

  UsersListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Resources resources(ApiClient client) {
    return Resources.ofProject(client, "connected-users");
  }

  @Override
  Map<String, ?> filter() {
    return new Given().with("status", status).with("search", search).fields();
  }

  @Override
  Table table() {
    return Table.withHeader("ID", "USER", "NAME", "STATUS", "ACTIVE");
  }

  @Override
  Cell[] row(Item item) {
    return new Cell[] {
      Cell.dim(item.text("id")),
      new Cell(item.text("userId"), Style.BOLD),
      Cell.of(item.textOrNone("name")),
      Cell.of(item.text("status")),
      ago(item, "lastActiveAt")
    };
  }

  @Override
  String none() {
    return "There is no such user.";
  }
}
