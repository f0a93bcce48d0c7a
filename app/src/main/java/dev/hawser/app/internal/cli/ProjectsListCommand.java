package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which projects there are. */
@Command(
    name = "list",
    sortOptions = false,
    description = {"List the projects that you can see.", ""},
    footer = {"", "Example:", "  hawser projects list --environment production"})
final class ProjectsListCommand extends ListCommand {
  @Option(
      names = "--environment",
      paramLabel = "STAGE",
      description = "Only these: development, staging or production.")
  private @Nullable String environment;

  ProjectsListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Resources resources(ApiClient client) {
    return Resources.of(client, "projects");
  }

  @Override
  Map<String, ?> filter() {
    return new Given().with("environment", environment).fields();
  }

  @Override
  Table table() {
    return Table.withHeader("ID", "NAME", "ENVIRONMENT", "ACCESS", "CREATED", "ARCHIVED");
  }

  @Override
  Cell[] row(Item item) {
    return new Cell[] {
      Cell.dim(item.text("id")),
      new Cell(item.text("name"), Style.BOLD),
      Cell.of(item.text("environment")),
      Cell.of(item.text("access")),
      ago(item, "createdAt"),
      ago(item, "archivedAt")
    };
  }

  @Override
  String none() {
    return "There is no such project.";
  }
}
