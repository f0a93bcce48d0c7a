package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources.Item;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Shows one thing of the API, a line for each field that it has, or as JSON. */
abstract class ShowCommand extends ApiCommand {
  @Option(names = "--json", description = "Print the API's JSON.")
  private boolean json;

  ShowCommand(Terminal terminal) {
    super(terminal);
  }

  abstract Item item(ApiClient client);

  @Override
  final int run(ApiClient client) {
    Item item = item(client);
    if (json) {
      out().println(ValueText.json(item.json()));
      return ExitCodes.OK;
    }
    Table table = new Table();
    item.json()
        .forEach(
            (field, value) -> {
              if (value != null) {
                table.row(Cell.dim(String.valueOf(field)), Cell.of(text(value)));
              }
            });
    table.print(terminal());
    return ExitCodes.OK;
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case List<?> list -> list.stream().map(ShowCommand::text).collect(Collectors.joining(", "));
      case Map<?, ?> map when map.get("name") instanceof String name -> name;
      case Map<?, ?> map -> ValueText.json(map);
      case null, default -> String.valueOf(value);
    };
  }
}
