package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Who is a member. */
@Command(
    name = "list",
    sortOptions = false,
    description = {"List the members of the organization.", ""},
    footer = {"", "Example:", "  hawser members list --role admin"})
final class MembersListCommand extends ListCommand {
  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "Only these: admin, member, support or viewer.")
  private @Nullable String role;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only these: active, or unverified when the address is not proven.")
  private @Nullable String status;

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "Only whose address, whole name or last name begins with this.")
  private @Nullable String search;

  MembersListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Resources resources(ApiClient client) {
    return Resources.of(client, "members");
  }

  @Override
  Map<String, ?> filter() {
    return new Given().with("role", role).with("status", status).with("q", search).fields();
  }

  @Override
  Table table() {
    return Table.withHeader("ID", "E-MAIL", "NAME", "ROLE", "SECOND FACTOR", "SINCE");
  }

  @Override
  Cell[] row(Item item) {
    return new Cell[] {
      Cell.dim(item.text("id")),
      new Cell(item.text("email"), Style.BOLD),
      Cell.of((item.textOrNone("firstName") + " " + item.textOrNone("lastName")).strip()),
      Cell.of(item.text("role")),
      Cell.of(item.isTrue("secondFactor") ? "yes" : "no"),
      ago(item, "createdAt")
    };
  }

  @Override
  String none() {
    return "There is no such member.";
  }
}
