package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.EventsApi.EventView;
import dev.hawser.app.internal.cli.client.ProjectApi;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The app events of the project. */
@Command(
    name = "list",
    sortOptions = false,
    description = {"List the project's app events.", ""},
    footer = {"", "Example:", "  hawser events list"})
final class EventsListCommand extends ApiCommand {
  @Option(names = "--json", description = "The API's JSON, one line per event.")
  private boolean json;

  EventsListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    List<EventView> events = ProjectApi.open(client).events().list();
    if (json) {
      events.forEach(event -> out().println(ValueText.json(event.json())));
      return ExitCodes.OK;
    }
    if (events.isEmpty()) {
      terminal()
          .err()
          .println("The project has no app events yet. \"hawser events apply FILE\" makes one.");
      return ExitCodes.OK;
    }
    Table table = Table.withHeader("NAME", "REVISION", "DESCRIPTION");
    for (EventView event : events) {
      table.row(
          new Cell(event.name(), Style.BOLD),
          Cell.of(Long.toString(event.revision())),
          Cell.of(Objects.requireNonNullElse(event.description(), "")));
    }
    table.print(terminal());
    return ExitCodes.OK;
  }
}
