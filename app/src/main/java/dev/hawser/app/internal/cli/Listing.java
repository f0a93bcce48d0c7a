package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import java.util.Map;
import java.util.function.Function;

/**
 * A collection and how it is shown.
 *
 * @param filter which of them
 * @param table empty, with the names of its columns
 * @param none what to say when there is none
 */
record Listing(
    Resources resources,
    Map<String, ?> filter,
    Table table,
    Function<Item, Cell[]> row,
    String none) {}
