package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import dev.hawser.core.time.SystemTime;
import java.util.Map;
import picocli.CommandLine.Option;

/** Lists a collection of the API as a table, or as JSON, one line for each. */
abstract class ListCommand extends ApiCommand {
  private static final String NEVER = "never";
  private static final int USUAL_LIMIT = 1_000;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "How many at most; default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--json", description = "The API's JSON, one line for each.")
  private boolean json;

  private final Times times = Times.local();

  ListCommand(Terminal terminal) {
    this(terminal, USUAL_LIMIT);
  }

  /**
   * @param limit how many are listed when nobody says it
   */
  ListCommand(Terminal terminal, int limit) {
    super(terminal);
    this.limit = limit;
  }

  abstract Resources resources(ApiClient client);

  /** Which of them. */
  Map<String, String> filter() {
    return Map.of();
  }

  /** An empty table with the names of its columns. */
  abstract Table table();

  abstract Cell[] row(Item item);

  /** What to say when there is none. */
  abstract String none();

  @Override
  void check() {
    if (limit < 1) {
      throw usage("--limit must be at least 1");
    }
  }

  @Override
  final int run(ApiClient client) {
    Table table = table();
    int found =
        resources(client)
            .list(
                filter(),
                limit,
                item -> {
                  if (json) {
                    out().println(ValueText.json(item.json()));
                  } else {
                    table.row(row(item));
                  }
                });
    if (found == 0) {
      terminal().err().println(none());
    } else if (!json) {
      table.print(terminal());
    }
    return ExitCodes.OK;
  }

  /** When something was, in a few words. */
  final Cell ago(Item item, String field) {
    return item.moment(field)
        .map(moment -> Cell.of(times.ago(moment, SystemTime.SOURCE.instant())))
        .orElse(Cell.dim(NEVER));
  }

  /** When something was or will be, exactly. */
  final Cell at(Item item, String field) {
    return item.moment(field).map(moment -> Cell.of(times.exact(moment))).orElse(Cell.dim(NEVER));
  }
}
