package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ApiError;
import dev.hawser.app.internal.cli.client.EventsApi;
import dev.hawser.app.internal.cli.client.EventsApi.EventView;
import dev.hawser.app.internal.cli.client.ProjectApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings app events from files to the server. */
@Command(
    name = "apply",
    sortOptions = false,
    description = {
      "Create or update app events from files (.json, .yaml, .yml): each has a \"name\", an"
          + " \"example\" of the payload, and perhaps a \"description\". Repeating the command"
          + " changes nothing.",
      ""
    },
    footer = {"", "Example:", "  hawser events apply order-created.yaml"})
final class EventsApplyCommand extends ApiCommand {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files.")
  private List<Path> files = List.of();

  @Option(names = "--dry-run", description = "Tell what would be done. Change nothing.")
  private boolean dryRun;

  EventsApplyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    for (Path file : files) {
      if (!Files.isRegularFile(file) || !DefinitionFile.fits(file)) {
        throw usage(file + " is not a file that ends in .json, .yaml or .yml");
      }
    }
  }

  private record Event(String shown, String name, Map<String, @Nullable Object> body) {}

  @Override
  int run(ApiClient client) {
    Map<String, Event> events = new LinkedHashMap<>();
    for (Path file : files) {
      Event event = event(DefinitionFile.read(file));
      Event other = events.put(event.name(), event);
      if (other != null) {
        throw usage(
            "%s and %s are both the event %s"
                .formatted(other.shown(), event.shown(), event.name()));
      }
    }
    EventsApi api = ProjectApi.open(client).events();
    boolean done = true;
    for (Event event : events.values()) {
      done &= apply(api, event);
    }
    return done ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private Event event(DefinitionFile file) {
    if (!(file.value().orElse(null) instanceof Map<?, ?> map)
        || !(map.get("name") instanceof String name)) {
      throw usage(file.shown() + " is not an object with a \"name\"");
    }
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    map.forEach((field, value) -> body.put(String.valueOf(field), value));
    return new Event(file.shown(), name, body);
  }

  private boolean apply(EventsApi api, Event event) {
    try {
      Optional<EventView> old = api.find(event.name());
      if (dryRun) {
        say(
            old.isEmpty() ? "would create" : same(old.get(), event) ? "unchanged" : "would update",
            event);
        return true;
      }
      EventView now = api.put(event.name(), event.body());
      boolean same = old.filter(before -> before.revision() == now.revision()).isPresent();
      say(old.isEmpty() ? "created" : same ? "unchanged" : "updated", event);
      return true;
    } catch (ApiError e) {
      terminal().err().println(Printable.line(event.shown() + ": " + event.name()));
      ErrorText.print(terminal(), e);
      return false;
    }
  }

  private static boolean same(EventView old, Event event) {
    return Objects.equals(old.example(), event.body().get("example"))
        && Objects.equals(old.description(), event.body().get("description"));
  }

  private void say(String word, Event event) {
    Style style = word.equals("unchanged") ? Style.DIM : Style.GREEN;
    out()
        .println(
            style.of(terminal(), "%-9s".formatted(word))
                + "  "
                + terminal().bold(Printable.line(event.name()))
                + "  "
                + terminal().dim(Printable.line(event.shown())));
  }
}
