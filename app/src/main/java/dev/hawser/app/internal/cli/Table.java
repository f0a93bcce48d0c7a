package dev.hawser.app.internal.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows whose columns stand under each other. */
final class Table {
  private static final String GAP = "  ";
  private final List<List<Cell>> rows = new ArrayList<>();

  /** A text with its style; the text is made printable. */
  record Cell(String text, Style style) {
    Cell {
      text = Printable.line(text);
    }

    static Cell of(String text) {
      return new Cell(text, Style.PLAIN);
    }

    static Cell dim(String text) {
      return new Cell(text, Style.DIM);
    }

    private int width() {
      return text.codePointCount(0, text.length());
    }
  }

  /** A table with names above its columns. */
  static Table withHeader(String... names) {
    Table table = new Table();
    table.rows.add(List.of(names).stream().map(Cell::dim).toList());
    return table;
  }

  /** Adds a row; it has as many cells as the others. */
  void row(Cell... cells) {
    rows.add(List.of(cells));
  }

  List<String> lines(Terminal terminal) {
    int[] widths = new int[rows.isEmpty() ? 0 : rows.getFirst().size()];
    for (List<Cell> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).width());
      }
    }
    return rows.stream().map(row -> line(terminal, row, widths)).toList();
  }

  void print(Terminal terminal) {
    lines(terminal).forEach(terminal.out()::println);
  }

  private static String line(Terminal terminal, List<Cell> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    int owed = 0;
    for (int i = 0; i < widths.length; i++) {
      Cell cell = row.get(i);
      if (!cell.text().isEmpty()) {
        line.repeat(' ', owed).append(cell.style().of(terminal, cell.text()));
        owed = 0;
      }
      owed += widths[i] - cell.width() + GAP.length();
    }
    return line.toString();
  }
}
