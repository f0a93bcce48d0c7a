package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.EventsApi;
import dev.hawser.app.internal.cli.client.EventsApi.EventView;
import dev.hawser.app.internal.cli.client.ProjectApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One app event. */
@Command(
    name = "get",
    sortOptions = false,
    description = {"Show an app event: its example, its schema, and who listens.", ""},
    footer = {"", "Example:", "  hawser events get order.created"})
final class EventsGetCommand extends ApiCommand {
  @Parameters(paramLabel = "NAME", description = "The event.")
  private String name = "";

  @Option(names = "--json", description = "The API's JSON.")
  private boolean json;

  EventsGetCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    EventsApi api = ProjectApi.open(client).events();
    EventView event = api.get(name);
    if (json) {
      out().println(ValueText.json(event.json()));
      return ExitCodes.OK;
    }
    out().println(terminal().bold(Printable.line(event.name())));
    if (event.description() != null) {
      out().println(Printable.line(event.description()));
    }
    out().println(terminal().dim("example"));
    ValueText.full(event.example()).forEach(line -> out().println("  " + line));
    out().println(terminal().dim("schema"));
    ValueText.full(event.json().get("schema")).forEach(line -> out().println("  " + line));
    for (EventsApi.User user : api.users(name)) {
      out()
          .println(
              terminal().dim(user.deployed() ? "starts     " : "in draft   ")
                  + Printable.line(user.name()));
    }
    return ExitCodes.OK;
  }
}
