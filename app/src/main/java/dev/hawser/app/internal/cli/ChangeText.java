package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.DiffView;
import dev.hawser.app.internal.cli.client.DiffView.Change;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Differences in words, one line each, and line by line. */
final class ChangeText {
  private static final int MOST_SHOWN = 60;

  private ChangeText() {}

  /** One line for each change; the rest are counted beyond {@code most}. */
  static List<String> summary(Terminal terminal, DiffView diff, int most) {
    List<String> lines = new ArrayList<>();
    for (Change change : diff.changes()) {
      if (lines.size() == most) {
        lines.add(terminal.dim("… and " + (diff.changes().size() - most) + " more changes"));
        break;
      }
      lines.add(line(terminal, change));
    }
    return lines;
  }

  private static String line(Terminal terminal, Change change) {
    String step = Printable.line(change.stepId());
    return switch (change.kind()) {
      case "ADDED" -> terminal.green("+ step " + step) + terminal.dim("  " + about(change, "in "));
      case "REMOVED" ->
          terminal.red("- step " + step) + terminal.dim("  " + about(change, "from "));
      case "MOVED" ->
          terminal.yellow("> step " + step)
              + terminal.dim("  " + moved(change.fromList(), change.toList()));
      default ->
          terminal.yellow("~ ")
              + (step.isEmpty() ? "" : step + ": ")
              + Printable.line(change.field())
              + terminal.dim("  " + values(change));
    };
  }

  private static String about(Change change, String preposition) {
    String list = change.toList().isEmpty() ? change.fromList() : change.toList();
    String where = list.equals("steps") || list.isEmpty() ? "" : ", " + preposition + list;
    return Printable.line(change.type() + where);
  }

  private static String moved(String from, String to) {
    return Printable.line(from.equals(to) ? "within " + to : from + " → " + to);
  }

  private static String values(Change change) {
    return value(change.from()) + " → " + value(change.to());
  }

  private static String value(@Nullable Object value) {
    return value == null ? "–" : Printable.cut(Printable.line(ValueText.json(value)), MOST_SHOWN);
  }

  /** A unified diff, coloured. */
  static List<String> unified(Terminal terminal, DiffView diff) {
    return diff.text().lines().map(line -> coloured(terminal, line)).toList();
  }

  private static String coloured(Terminal terminal, String line) {
    String shown = Printable.line(line);
    if (line.startsWith("--- ") || line.startsWith("+++ ")) {
      return terminal.bold(shown);
    }
    if (line.startsWith("@@")) {
      return terminal.dim(shown);
    }
    return line.startsWith("+")
        ? terminal.green(shown)
        : line.startsWith("-") ? terminal.red(shown) : shown;
  }
}
