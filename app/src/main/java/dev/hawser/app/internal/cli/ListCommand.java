package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import dev.hawser.core.time.SystemTime;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** Lists a collection of the API as a table, or as JSON, one line for each. */
abstract class ListCommand extends ApiCommand {
  static final int USUAL_LIMIT = 1_000;
  private static final String NEVER = "never";

  @Mixin private ListFlags flags;

  ListCommand(Terminal terminal) {
    this(terminal, USUAL_LIMIT);
  }

  /**
   * @param limit how many are listed when nobody says it
   */
  ListCommand(Terminal terminal, int limit) {
    super(terminal);
    flags = new ListFlags(limit);
  }

  abstract Resources resources(ApiClient client);

  /** Which of them. */
  Map<String, ?> filter() {
    return Map.of();
  }

  /** An empty table with the names of its columns. */
  abstract Table table();

  abstract Cell[] row(Item item);

  /** What to say when there is none. */
  abstract String none();

  @Override
  void check() {
    flags.check();
  }

  @Override
  final int run(ApiClient client) {
    return flags.print(
        terminal(), new Listing(resources(client), filter(), table(), this::row, none()));
  }

  /** When something was, in a few words. */
  static Cell ago(Item item, String field) {
    return item.moment(field)
        .map(moment -> Cell.of(Times.local().ago(moment, SystemTime.SOURCE.instant())))
        .orElse(Cell.dim(NEVER));
  }

  /** When something was or will be, exactly. */
  static Cell at(Item item, String field) {
    return item.moment(field)
        .map(moment -> Cell.of(Times.local().exact(moment)))
        .orElse(Cell.dim(NEVER));
  }
}
